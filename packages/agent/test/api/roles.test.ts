// What a member sees: on every route that reads, rows of the own user and never another's.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { captureRequests, captures, databaseKinds } from '@governance-agent/testkit';
import { demoAuthorization, replay } from '../support/ingest.ts';
import { operations } from '../support/openapi.ts';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

/** Of `DAY`: s-1 is dev's, s-2 is ops's. A session that both took part in stands beside them. */
const OWN = 'dev@acme.example';
const FOREIGN = /ops@acme|s-2|Write|edge|cowork|ops says/;
const SHARED = [
  row(10, {
    sessionId: 's-3',
    correlationId: 'p-9',
    userEmail: OWN,
    contentState: 'captured',
    content: { prompt: 'dev says' },
  }),
  row(11, {
    sessionId: 's-3',
    correlationId: 'p-9',
    userEmail: 'ops@acme.example',
    contentState: 'captured',
    content: { prompt: 'ops says' },
    toolName: 'Write',
    costNanoUsd: 7_000_000_000,
  }),
  row(12, { sessionId: 's-3', contentState: 'captured', content: { prompt: 'ops says nothing of whom' } }),
];

/** Routes for whoever may read all rows, or administer. */
const CLOSED = [
  '/audit/verify',
  '/audit/chain',
  '/audit/checkpoint',
  '/audit/proof/inclusion?seq=1',
  '/audit/proof/consistency?from=1&to=2',
  '/ingest/health',
  '/datasets',
  '/tokens',
  '/licences',
  '/keys',
  '/retention',
  '/retention/preview?days=30',
  '/holds',
  '/ingest/setup?kind=cowork',
];

/** Every other one, with what it may say. */
const OPEN: readonly (readonly [string, (body: Body) => unknown, unknown])[] = [
  ['/session', ({ role }) => role, 'member'],
  ['/session/methods', ({ methods }) => methods?.map((it) => it['kind']), ['token']],
  ['/decisions', ({ decisions = [] }) => decisions.map(({ seq }) => seq), [7, 4, 3, 2, 1]],
  ['/decisions?user_email=ops@acme.example', ({ decisions }) => decisions, []],
  ['/decisions?session_id=s-2', ({ decisions }) => decisions, []],
  ['/decisions?session_id=s-3', ({ decisions = [] }) => decisions.map(({ seq }) => seq), [7]],
  ['/decisions?attr.team=edge', ({ decisions }) => decisions, []],
  ['/decisions?attr.team=core', ({ decisions = [] }) => decisions.map(({ seq }) => seq), [4]],
  [
    '/sessions',
    ({ sessions = [] }) => sessions.map((it) => [it['session_id'], it['events']]),
    [
      ['s-3', 1],
      ['s-1', 4],
    ],
  ],
  ['/sessions?user_email=ops@acme.example', ({ sessions }) => sessions, []],
  ['/sessions?attr.team=edge', ({ sessions }) => sessions, []],
  ['/sessions/s-3', ({ session }) => [session?.['events'], session?.['cost_usd']], [1, 0]],
  ['/usage', ({ usage = [] }) => usage.map((it) => [it['group'], it['cost_usd']]), [[OWN, 2]]],
  ['/usage?group_by=session', ({ usage = [] }) => usage.map((it) => it['group']), ['s-1', 's-3']],
  [
    '/usage?group_by=team',
    ({ usage = [] }) => new Set(usage.map((it) => it['group'])),
    new Set(['core', null]),
  ],
  ['/usage?group_by=plane&bucket=hour', ({ usage = [] }) => usage.map((it) => it['group']), ['claude_code']],
  ['/usage?source=metrics', ({ usage }) => usage, []],
  ['/usage/comparison', ({ figures = [] }) => figures.find((it) => it['figure'] === 'cost_usd')?.['logs'], 2],
  ['/metrics', ({ metrics }) => metrics, []],
  ['/metrics/series?name=x', ({ rows }) => rows, []],
];

type Entry = Readonly<Record<string, unknown>>;
interface Body {
  readonly role?: string;
  readonly session?: Entry;
  readonly decisions?: readonly Entry[];
  readonly sessions?: readonly Entry[];
  readonly usage?: readonly Entry[];
  readonly figures?: readonly Entry[];
  readonly metrics?: readonly Entry[];
  readonly rows?: readonly Entry[];
  readonly methods?: readonly Entry[];
}

describe.each(databaseKinds)('a member on %s', (kind) => {
  let agent: TestAgent;
  let member: string;
  beforeAll(async () => {
    agent = await testAgent(kind);
    member = await agent.token({ scopes: ['read:own'], userEmail: OWN });
    await agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, [...DAY, ...SHARED]);
  });
  afterAll(() => agent.remove());

  const ask = (path: string, token = member): Promise<Response> =>
    fetch(`${agent.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });

  it.each(OPEN)('%s', async (path, told, expected) => {
    const response = await ask(path);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text.replace(/"group_by":[^,]+/, '')).not.toMatch(FOREIGN);
    expect(told(JSON.parse(text) as Body)).toEqual(expected);
  });

  it.each(CLOSED)('%s is not for members', async (path) => {
    const response = await ask(path);
    expect([response.status, await response.json()]).toMatchObject([403, { title: 'Forbidden' }]);
  });

  it.each(['jsonl', 'csv'])('exports the own rows as %s, and no others', async (format) => {
    const text = await (await ask(`/audit/export?format=${format}`)).text();
    expect(text).toContain('dev says');
    expect(text).not.toMatch(FOREIGN);
    const foreign = await ask(`/audit/export?format=jsonl&session=s-2`);
    expect([foreign.status, await foreign.text()]).toEqual([200, '']);
    const range = await ask('/audit/export?format=jsonl&from=5&through=9');
    expect(await range.text()).not.toMatch(FOREIGN);
  });

  it('exports no bundle, which tells of the whole chain', async () => {
    const response = await ask('/audit/export?format=bundle');
    expect([response.status, await response.json()]).toMatchObject([403, { title: 'Forbidden' }]);
  });

  it('finds the own rows by id, and no others', async () => {
    const all = await ask('/decisions', await agent.token());
    const { decisions = [] } = (await all.json()) as Body;
    const answers = decisions.map(async ({ id, user_email: user }) => {
      const { status } = await ask(`/decisions/${String(id)}`);
      return [user === OWN, status];
    });
    expect(await Promise.all(answers)).toEqual(
      decisions.map(({ user_email: user }) => [user === OWN, user === OWN ? 200 : 404]),
    );
    expect((await ask('/sessions/s-2')).status).toBe(404);
    expect((await ask('/sessions/s-1')).status).toBe(200);
  });

  it('sees nothing in another tenant under the same name', async () => {
    const elsewhere = await agent.token({ tenant: 'globex', scopes: ['read:own'], userEmail: OWN });
    expect(await (await ask('/decisions', elsewhere)).json()).toMatchObject({ decisions: [] });
  });

  it('sees nothing with a token that names nobody', async () => {
    const nobody = await agent.token({ scopes: ['read:own'] });
    expect((await ask('/decisions', nobody)).status).toBe(403);
  });

  it.each([
    [{ scopes: ['read:own'] }],
    [{ scopes: ['read:own'], user_email: 'not an address' }],
    [{ scopes: ['read:own', 'read'], user_email: OWN }],
    [{ scopes: ['read:own', 'admin'], user_email: OWN }],
    [{ scopes: ['read'], user_email: OWN }],
  ])('is not made by %j', async (order) => {
    const admin = await agent.token({ scopes: ['admin'] });
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(order) };
    expect((await fetch(`${agent.url}/api/v1/tokens`, init)).status).toBe(400);
  });

  it('is made by an admin, and told with whose rows it reads', async () => {
    const admin = await agent.token({ scopes: ['admin'] });
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ scopes: ['read:own'], user_email: OWN });
    const made = await fetch(`${agent.url}/api/v1/tokens`, { method: 'POST', headers, body });
    const token = (await made.json()) as { token: string };
    expect([made.status, token]).toMatchObject([201, { scopes: ['read:own'], user_email: OWN }]);
    expect(await (await ask('/session', token.token)).json()).toMatchObject({ user_email: OWN, csrf: null });
  });
});

it('members see the metrics of their own alone', async () => {
  const agent = await testAgent('sqlite');
  const sender = await demoAuthorization(agent.dataDir);
  for (const request of captures().flatMap(captureRequests)) await replay(agent.url, sender, request);
  const users = (await agent.database
    .knex('metric_series')
    .distinct()
    .whereNotNull('user_email')
    .pluck('user_email')) as string[];
  const read = async (path: string, userEmail: string) => {
    const token = await agent.token({ tenant: 'demo', scopes: ['read:own'], userEmail });
    const response = await fetch(`${agent.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await response.json()) as Body;
  };
  const [user = ''] = users;
  expect((await read('/metrics', user)).metrics).not.toEqual([]);
  const { usage = [] } = await read('/usage?source=metrics', user);
  expect(usage.map((it) => it['group'])).toEqual([user]);
  expect((await read('/metrics', 'nobody@example.com')).metrics).toEqual([]);
  const series = '/metrics/series?name=claude_code.token.usage&group_by=user';
  expect((await read(series, user)).rows).not.toEqual([]);
  expect((await read(series, 'nobody@example.com')).rows).toEqual([]);
  await agent.remove();
});

it('every route that reads is in one of the lists above', () => {
  const bare = (path: string): string => path.split('?')[0] ?? '';
  const listed = new Set([...OPEN.map(([path]) => bare(path)), ...CLOSED.map(bare)]);
  const elsewhere = ['/decisions/{id}', '/sessions/{session_id}', '/decisions/stream', '/audit/export'];
  const reads = operations().filter(({ method, answers }) => method === 'GET' && '200' in answers);
  const unlisted = reads.map(({ path }) => path.replace('/api/v1', '')).filter((path) => !listed.has(path));
  expect(unlisted.sort()).toEqual(elsewhere.sort());
});
