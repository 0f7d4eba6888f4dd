// The feed as it grows, over HTTP.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { takeEvents } from '../support/read-events.ts';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };

describe.each(databaseKinds)('the live feed on %s', (kind) => {
  let agent: TestAgent;
  let token: string;
  let minute = 100;
  beforeAll(async () => {
    agent = await testAgent(kind);
    token = await agent.token();
    await agent.writer.append(ACME, DAY);
  });
  afterAll(() => agent.remove());

  const open = (query = '', headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${agent.url}/api/v1/decisions/stream${query}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  const ids = async (response: Response, count: number): Promise<string[]> =>
    (await takeEvents(response, count)).map(({ id }) => id);

  it('sends what comes, in the shape of the feed', async () => {
    const response = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const content = { prompt: 'one\n\nevent: decision\ndata: {}\n\n<script>' };
    await agent.writer.append(ACME, [row((minute += 1), { contentState: 'captured', content })]);
    const [event] = await takeEvents(response, 1);
    const feed = await fetch(`${agent.url}/api/v1/decisions?limit=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { decisions } = (await feed.json()) as { decisions: { seq: number }[] };
    expect(event).toEqual({ id: String(decisions[0]?.seq), event: 'decision', data: decisions[0] });
    expect(event?.data['content']).toEqual(content);
  });

  it.each([
    ['?after=0', 6, ['1', '2', '3', '4', '5', '6']],
    ['?after=4', 2, ['5', '6']],
    ['?after=0&plane=cowork', 2, ['5', '6']],
    ['?after=0&event=tool_decision', 2, ['3', '5']],
    ['?after=0&decision=blocked', 1, ['5']],
    ['?after=0&user_email=ops%40acme.example', 2, ['5', '6']],
    ['?after=0&session_id=s-2', 2, ['5', '6']],
    ['?after=0&correlation_id=p-1&event=api_request', 1, ['2']],
    ['?after=0&tool_name=Bash', 2, ['3', '4']],
    ['?after=0&model=opus', 2, ['2', '6']],
    ['?after=0&dataset=default&plane=cowork', 2, ['5', '6']],
    ['?after=0&since=2026-11-20T00:05:00Z', 2, ['5', '6']],
    ['?after=0&until=2026-11-20T00:03:00Z', 2, ['1', '2']],
    ['?after=0&attr.team=edge', 1, ['5']],
  ])('%s', async (query, count, expected) => {
    expect(await ids(await open(query), count)).toEqual(expected);
  });

  it('goes on behind the last event that was seen', async () => {
    expect(await ids(await open('?after=0', { 'last-event-id': '4' }), 2)).toEqual(['5', '6']);
  });

  it('passes over what does not fit, and over another tenant', async () => {
    const response = await open('?tool_name=Rare');
    await agent.writer.append({ ...ACME, tenant: 'globex' }, [row((minute += 1), { toolName: 'Rare' })]);
    await agent.writer.append(ACME, [row((minute += 1), { toolName: 'Bash' })]);
    await agent.writer.append(ACME, [row((minute += 1), { toolName: 'Rare', model: 'opus' })]);
    const events = await takeEvents(response, 1);
    expect(events).toMatchObject([{ data: { tenant: 'acme', model: 'opus' } }]);
  });

  it('sends a member the own rows alone', async () => {
    const own = await agent.token({ scopes: ['read:own'], userEmail: 'dev@acme.example' });
    const headers = { authorization: `Bearer ${own}` };
    const response = await open('?after=0', headers);
    await agent.writer.append(ACME, [
      row((minute += 1), { userEmail: 'ops@acme.example' }),
      row((minute += 1), { userEmail: 'dev@acme.example', model: 'last' }),
    ]);
    const events = await takeEvents(response, 5);
    expect(new Set(events.map(({ data }) => data['user_email']))).toEqual(new Set(['dev@acme.example']));
    expect(events.at(-1)?.data['model']).toBe('last');
  });

  it.each([
    ['?limit=5', {}, 'limit'],
    ['?cursor=x', {}, 'cursor'],
    ['?after=-1', {}, 'after'],
    ['?unheard=of', {}, 'unheard'],
    ['?decision=maybe', {}, 'decision'],
    ['', { 'last-event-id': 'x' }, 'Last-Event-ID'],
  ])('%s %j is a 400', async (query, headers: Record<string, string>, named) => {
    const response = await open(query, headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining(named) });
  });

  it('takes no more streams of one credential than it can bear', async () => {
    const many = await agent.token();
    const headers = { authorization: `Bearer ${many}` };
    const streams = await Promise.all(Array.from({ length: 17 }, () => open('', headers)));
    const refused = streams.filter(({ status }) => status === 429);
    expect(refused.map((response) => response.headers.get('content-type'))).toEqual([
      'application/problem+json; charset=utf-8',
    ]);
    const other = await open();
    expect(other.status).toBe(200);
    for (const response of [other, ...streams]) await response.body?.cancel();
  });
});

it('ends with the agent, which does not have to wait', async () => {
  const agent = await testAgent('sqlite');
  const headers = { authorization: `Bearer ${await agent.token()}` };
  const response = await fetch(`${agent.url}/api/v1/decisions/stream`, { headers });
  const text = response.text();
  await agent.close();
  expect(await text).toMatch(/^retry: /);
  expect(agent.logged.filter((line) => line.includes('cut off'))).toEqual([]);
  await agent.remove();
});
