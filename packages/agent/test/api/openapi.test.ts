// The description of the API and the running server say the same, parameter by parameter.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { captureRequests, captures, databaseKinds } from '@governance-agent/testkit';
import { answerFaults, DOCUMENT, operations, type Operation, type Parameter } from '../support/openapi.ts';
import { demoAuthorization, replay } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const READS = operations().filter(
  ({ method, answers }) =>
    // Streams are tested elsewhere, and so is what only leads on (test/oidc).
    method === 'GET' && '200' in answers && !answers['200'].includes('text/event-stream'),
);
const queryOf = ({ parameters }: Operation): Parameter[] => parameters.filter((it) => it.in === 'query');
const CASES = READS.flatMap((operation) => [
  [operation.path, '', operation] as const,
  ...queryOf(operation)
    .filter(({ required }) => required !== true)
    .map(({ name }) => [operation.path, name, operation] as const),
]);
const OF_EXPORT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  from: { through: '9' },
  through: { from: '1' },
  since_size: { format: 'bundle' },
  withhold_bodies: { format: 'bundle' },
};
/** Filters of which a value that nothing has must leave nothing. */
const FILTERS = ['plane', 'event', 'user_email', 'session_id', 'correlation_id', 'tool_name', 'model'];
const DROPPED = CASES.filter(([, name]) => [...FILTERS, 'dataset', 'attributes', 'since'].includes(name));

describe.each(databaseKinds)('the API as described, on %s', (kind) => {
  let agent: TestAgent;
  let authorization: string;
  let samples: Readonly<Record<string, string>>;

  beforeAll(async () => {
    agent = await testAgent(kind);
    const sender = await demoAuthorization(agent.dataDir);
    for (const request of captures().flatMap(captureRequests)) await replay(agent.url, sender, request);
    authorization = `Bearer ${await agent.token({ tenant: 'demo', scopes: ['admin'] })}`;
    samples = await samplesOf(agent, authorization);
  });
  afterAll(() => agent.remove());

  const ask = (path: string): Promise<Response> => fetch(agent.url + path, { headers: { authorization } });

  /** The path with whatever it needs, and the given query. */
  const at = (operation: Operation, query: Readonly<Record<string, string>> = {}): string => {
    const needed = queryOf(operation).filter(({ required }) => required === true);
    const values = { ...Object.fromEntries(needed.map(({ name }) => [name, samples[name] ?? ''])), ...query };
    const oneOfTwo =
      operation.id === 'proveInclusion' && !('seq' in query || 'id' in query) ? { seq: '1' } : {};
    const path = operation.path
      .replace('/decisions/{id}', `/decisions/${samples['id'] ?? ''}`)
      .replace('{session_id}', encodeURIComponent(samples['session_id'] ?? ''));
    return `${path}?${new URLSearchParams({ ...oneOfTwo, ...values }).toString()}`;
  };

  /** What a parameter cannot be without. */
  const companions = (operation: Operation, name: string): Readonly<Record<string, string>> =>
    operation.id === 'export' ? (OF_EXPORT[name] ?? {}) : {};

  const given = (name: string, value = samples[name] ?? ''): Readonly<Record<string, string>> =>
    name === 'attributes' ? { [samples['attribute'] ?? '']: value } : name === '' ? {} : { [name]: value };

  it.each(CASES)('GET %s?%s answers as its schema says', async (_path, name, operation) => {
    const response = await ask(at(operation, { ...companions(operation, name), ...given(name) }));
    const media = response.headers.get('content-type')?.split(';')[0] ?? '';
    expect(response.status).toBe(200);
    const body: unknown = media === 'application/json' ? await response.json() : 'a file';
    expect(answerFaults(operation, 200, media, body)).toBeUndefined();
  });

  it.each(DROPPED)('GET %s does not drop %s', async (_path, name, operation) => {
    // A session that another one is asked for is refused elsewhere; here, what nobody sent leaves nothing.
    const nothing = name === 'since' ? '2099-01-01' : 'nothing-has-this';
    const response = await ask(at(operation, given(name, nothing)));
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(operation.id === 'export' ? text : figuresOf(JSON.parse(text))).toHaveLength(0);
  });

  it.each(CASES.filter(([, name]) => name !== '' && name !== 'attributes'))(
    'GET %s refuses a %s that is none',
    async (_path, name, operation) => {
      const { schema } = queryOf(operation).find((it) => it.name === name) ?? { schema: {} };
      const response = await ask(at(operation, given(name, 'minLength' in schema ? '' : 'no such thing')));
      const body: unknown = await response.json();
      expect(response.status).toBe(400);
      expect(answerFaults(operation, 400, 'application/problem+json', body)).toBeUndefined();
      expect(body).toMatchObject({ detail: expect.stringContaining(name) });
    },
  );

  it.each(READS.map((operation) => [operation.path, operation] as const))(
    'GET %s refuses what it does not know, and a parameter given twice',
    async (_path, operation) => {
      const unknown = await ask(at(operation, { unheard_of: 'x' }));
      expect(unknown.status).toBe(400);
      expect(await unknown.json()).toMatchObject({ detail: expect.stringContaining('unheard_of') });
      const twice = await ask(`${at(operation)}&limit=1&limit=2`);
      expect(twice.status).toBe(400);
    },
  );

  it.each(operations().filter(({ security }) => security.length > 0))(
    '$method $path without a credential is a 401 as described',
    async (operation) => {
      const response = await fetch(agent.url + at(operation), { method: operation.method });
      expect(response.status).toBe(401);
      expect(answerFaults(operation, 401, 'application/problem+json', await response.json())).toBeUndefined();
    },
  );

  it('is served to everybody', async () => {
    const response = await fetch(`${agent.url}/openapi.json`);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual(DOCUMENT);
  });
});

/** Every number above zero, at any depth, that tells of a row: nothing is left where nothing fits. */
function figuresOf(body: unknown): number[] {
  if (typeof body === 'number') return body === 0 ? [] : [body];
  if (typeof body !== 'object' || body === null) return [];
  return Object.values(body).flatMap(figuresOf);
}

async function samplesOf(agent: TestAgent, authorization: string): Promise<Record<string, string>> {
  const read = async (path: string): Promise<Record<string, Record<string, unknown>[]>> =>
    (await (await fetch(`${agent.url}/api/v1${path}`, { headers: { authorization } })).json()) as never;
  const { decisions = [] } = await read('/decisions?limit=1000');
  const columns = [...FILTERS, 'dataset', 'id', 'decision'].map((name) => {
    const row = decisions.find((it) => typeof it[name] === 'string');
    return [name, String(row?.[name])] as const;
  });
  const { metrics = [] } = await read('/metrics');
  const { next_cursor: cursor } = (await read('/decisions?limit=2')) as unknown as { next_cursor: string };
  await read('/audit/checkpoint?fresh=true');
  const words = {
    format: 'jsonl',
    withhold_bodies: 'true',
    source: 'metrics',
    bucket: 'day',
    group_by: 'model',
    mode: 'deep',
    fresh: 'true',
    limit: '3',
  };
  const setup = {
    kind: 'claude-code',
    shell: 'fish',
    credential: 'licence',
    endpoint: 'https://agent.example/v1/logs',
    content: 'prompts,responses',
    days: '30',
  };
  const sizes = { since_size: '2', through: '7', seq: '2', size: '4', from: '2', to: '5' };
  const times = { since: '2020-01-01', until: '2099-01-01T00:00:00+01:00' };
  const attribute = { attribute: 'attr.service.name', attributes: 'claude-code', cursor };
  const session = String(Object.fromEntries(columns)['session_id']);
  return {
    ...Object.fromEntries(columns),
    name: String(metrics[0]?.['name']),
    ...words,
    ...setup,
    session,
    ...sizes,
    ...times,
    ...attribute,
  };
}
