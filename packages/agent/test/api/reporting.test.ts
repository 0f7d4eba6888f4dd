// The reporting API over HTTP, on both databases.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

describe.each(databaseKinds)('reporting API on %s', (kind) => {
  let agent: TestAgent;
  let token: string;
  beforeAll(async () => {
    agent = await testAgent(kind);
    token = await agent.token();
    await agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, DAY);
    await agent.writer.append({ org: 'globex', tenant: 'globex', dataset: 'default' }, [
      row(1, { sessionId: 's-1', userEmail: 'spy@globex.example' }),
    ]);
  });
  afterAll(() => agent.remove());

  const get = async (path: string, authorization = `Bearer ${token}`) => {
    const response = await fetch(`${agent.url}/api/v1${path}`, { headers: { authorization } });
    return { response, body: (await response.json()) as Record<string, unknown> };
  };
  const seqs = async (query: string): Promise<number[]> => {
    const { body } = await get(`/decisions${query}`);
    return (body['decisions'] as { seq: number }[]).map(({ seq }) => seq);
  };

  it.each([
    ['', [6, 5, 4, 3, 2, 1]],
    ['?plane=cowork', [6, 5]],
    ['?event=tool_decision', [5, 3]],
    ['?decision=blocked', [5]],
    ['?user_email=dev%40acme.example', [4, 3, 2, 1]],
    ['?session_id=s-2', [6, 5]],
    ['?correlation_id=p-1&event=api_request', [2]],
    ['?tool_name=Bash', [4, 3]],
    ['?model=opus', [6, 2]],
    ['?dataset=default&plane=cowork', [6, 5]],
    ['?dataset=other', []],
    ['?since=2026-11-20T00:05:00Z', [6, 5]],
    ['?until=2026-11-20T01:03:00%2B01:00', [2, 1]],
    ['?since=2026-11-21', []],
    ['?attr.team=core', [4]],
    ['?attr.team=edge', [5]],
    ['?limit=2', [6, 5]],
  ])('feed %s', async (query, expected) => {
    expect(await seqs(query)).toEqual(expected);
  });

  it('pages through the feed without a gap or a repetition', async () => {
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await get(`/decisions?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...(body['decisions'] as { seq: number }[]).map(({ seq }) => seq));
      cursor = body['next_cursor'] as string | null;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it.each([
    ['/decisions?user=x', 'unknown parameter "user"'],
    ['/decisions?limit=0', 'limit must be'],
    ['/decisions?limit=1001', 'limit must be'],
    ['/decisions?limit=ten', 'limit must be'],
    ['/decisions?decision=maybe', 'decision must be one of'],
    ['/decisions?since=yesterday', 'since must be'],
    ['/decisions?since=2026-02-30', 'since must be'],
    ['/decisions?since=2026-11-21&until=2026-11-20', 'since must be before until'],
    ['/decisions?plane=a&plane=b', '"plane" is given more than once'],
    ['/decisions?plane[]=a', 'unknown parameter "plane[]"'],
    ['/decisions?plane=', 'plane must not be empty'],
    ['/decisions?plane=%00', 'plane must not contain U+0000'],
    ['/usage?group_by=a%00', 'group_by must not contain U+0000'],
    ['/decisions?attr.a%00=x', 'attr.<key> must not contain U+0000'],
    ['/sessions?attr.a=%00', 'attr.<key> must not contain U+0000'],
    ['/decisions?attr.=x', 'unknown parameter "attr."'],
    ['/decisions?__proto__=x', 'unknown parameter "__proto__"'],
    ['/decisions?constructor=x', 'unknown parameter "constructor"'],
    ['/decisions?cursor=AAAA', 'cursor must be'],
    ['/decisions?tenant=globex', 'unknown parameter "tenant"'],
    ['/decisions?plane=x&limt=5&until=z', 'unknown parameter "limt"; until must be'],
    ['/sessions?bucket=day', 'unknown parameter "bucket"'],
    ['/sessions/s-1?plane=x', 'plane does not apply here'],
    ['/usage?bucket=week', 'bucket must be one of hour, day'],
    ['/usage?group_by=', 'group_by must not be empty'],
    ['/usage?cursor=x', 'cursor does not apply here'],
    ['/audit/verify?mode=incremental', 'mode must be one of quick, full, deep'],
    ['/audit/verify?plane=x', 'plane does not apply here'],
  ])('%s is a 400 that says why', async (path, detail) => {
    const { response, body } = await get(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ type: 'about:blank', title: 'Bad request', status: 400 });
    expect(body['detail']).toContain(detail);
  });

  it('shows one decision with its evidence and what that proves', async () => {
    const { body } = await get('/decisions?event=user_prompt');
    const [first] = body['decisions'] as { id: string }[];
    const { body: decision } = await get(`/decisions/${first?.id ?? ''}`);
    expect(decision).toMatchObject({ seq: 1, tenant: 'acme', content: { prompt: 'hello' } });
    expect(decision['boundary']).toContain('Does not prove that the client told the truth');
    expect(decision['evidence']).toMatchObject({ envelope: expect.stringContaining('audit-row/v1') });
  });

  it('sums sessions and shows one as turns', async () => {
    const { body } = await get('/sessions');
    expect(body['sessions']).toMatchObject([
      { session_id: 's-2', plane: 'cowork', rejections: 1, errors: 1, events: 2 },
      {
        session_id: 's-1',
        plane: 'claude_code',
        prompts: 1,
        tool_calls: 1,
        approvals: 1,
        tokens_used: 15,
        cost_usd: 2,
      },
    ]);
    const { body: timeline } = await get('/sessions/s-1');
    expect(timeline).toMatchObject({
      session: { user: 'dev@acme.example' },
      turns: [{ correlation_id: 'p-1' }],
    });
  });

  it.each([
    ['user', ['dev@acme.example', 'ops@acme.example']],
    ['model', ['opus', null]],
    ['tool', [null, 'Bash', 'Write']],
    ['day', ['2026-11-20']],
    ['session', ['s-1', 's-2']],
    ['plane', ['claude_code', 'cowork']],
    ['team', [null, 'core', 'edge']],
    ['attr.team', [null, 'core', 'edge']],
  ])('usage by %s', async (group, expected) => {
    const { body } = await get(`/usage?group_by=${group}`);
    const groups = (body['usage'] as { group: string | null }[]).map((usage) => usage.group);
    expect(new Set(groups)).toEqual(new Set(expected));
  });

  it('splits usage by time', async () => {
    const { body } = await get('/usage?group_by=user&bucket=hour&since=2026-11-20&until=2026-11-21');
    expect(body['usage']).toMatchObject([
      { group: 'dev@acme.example', bucket: '2026-11-20T00:00:00.000Z', cost_usd: 2 },
      { group: 'ops@acme.example', errors: 1 },
    ]);
  });

  it.each(['quick', 'full', 'deep'])('verifies the own chain, mode %s', async (mode) => {
    const { body } = await get(`/audit/verify?mode=${mode}`);
    expect(body).toMatchObject({
      verdict: 'verified',
      mode,
      chains: [{ tenant: 'acme', rows: 6, breaks: [] }],
    });
  });

  it('answers what is not there with a problem', async () => {
    for (const path of [
      '/nothing',
      '/decisions/0',
      '/decisions/%00',
      '/sessions/%00',
      '/sessions/none',
      '/decisions/%E0%A4%A',
    ]) {
      const { response, body } = await get(path);
      expect([400, 404]).toContain(response.status);
      expect(body['status']).toBe(response.status);
    }
  });

  describe('tenant isolation', () => {
    it('shows another tenant nothing but its own', async () => {
      const theirs = `Bearer ${await agent.token({ tenant: 'globex' })}`;
      const { body } = await get('/decisions', theirs);
      expect(body['decisions']).toMatchObject([{ tenant: 'globex', user_email: 'spy@globex.example' }]);
      const { body: sessions } = await get('/sessions', theirs);
      expect(sessions['sessions']).toHaveLength(1);
      const { body: session } = await get('/sessions/s-1', theirs);
      expect(JSON.stringify(session)).not.toContain('acme');
      const { body: usage } = await get('/usage?group_by=user', theirs);
      expect(JSON.stringify(usage)).not.toContain('acme');
      const { body: report } = await get('/audit/verify', theirs);
      expect(report['chains']).toMatchObject([{ tenant: 'globex', rows: 1 }]);
    });

    it('answers an id of another tenant with 404', async () => {
      const { body } = await get('/decisions?limit=1');
      const [own] = body['decisions'] as { id: string }[];
      const theirs = `Bearer ${await agent.token({ tenant: 'globex' })}`;
      expect((await get(`/decisions/${own?.id ?? ''}`, theirs)).response.status).toBe(404);
      expect((await get('/sessions/s-2', theirs)).response.status).toBe(404);
    });
  });
});
