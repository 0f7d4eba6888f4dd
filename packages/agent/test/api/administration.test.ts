// Datasets and tokens over HTTP, on both databases: who may, what is refused, and the rows that tell of it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDecisions, verify } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { row } from '../support/rows.ts';
import { postLogs } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const EMPTY_LOGS = '{"resourceLogs":[]}';
const ONE_LOG = JSON.stringify({
  resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'claude_code.user_prompt' } }] }] }],
});

describe.each(databaseKinds)('administration on %s', (kind) => {
  let agent: TestAgent;
  let admin: string;
  beforeAll(async () => {
    agent = await testAgent(kind);
    admin = await agent.token({ scopes: ['admin'] });
  });
  afterAll(() => agent.remove());

  const call = async (method: string, path: string, body?: unknown, token = admin) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${agent.url}/api/v1${path}`, { method, headers, ...sent });
    const text = await response.text();
    return {
      response,
      status: response.status,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  };
  const acts = async (tenant = 'acme'): Promise<unknown[]> => {
    const { decisions } = await readDecisions(agent.database, tenant, { columns: { plane: 'agent' } });
    return decisions.map(({ event, attributes }) => ({ event, ...attributes }));
  };
  const send = async (token: string, dataset: string, body = EMPTY_LOGS): Promise<number> => {
    const headers = { 'content-type': 'application/json', 'x-dataset': dataset };
    return (await postLogs(agent.url, `Bearer ${token}`, body, headers)).status;
  };

  describe('datasets', () => {
    it('are made, listed, used, and deleted while they are empty', async () => {
      const token = await agent.token({ scopes: ['ingest:*'] });
      expect(await send(token, 'team-a')).toBe(404);
      const made = await call('POST', '/datasets', { name: 'team-a', kind: 'logs' });
      expect(made).toMatchObject({ status: 201, body: { name: 'team-a', kind: 'logs', default: false } });
      // At once, although the name was looked up in vain a moment ago.
      expect(await send(token, 'team-a')).toBe(200);
      expect((await call('GET', '/datasets')).body).toMatchObject({
        datasets: [
          { name: 'default', kind: 'logs', default: true, created_at: null },
          { name: 'default-metrics', kind: 'metrics', default: true, created_at: null },
          { name: 'team-a' },
        ],
      });
      expect((await call('DELETE', '/datasets/team-a')).status).toBe(204);
      expect(await send(token, 'team-a')).toBe(404);
      expect((await acts()).slice(0, 2)).toEqual([
        {
          event: 'dataset_deleted',
          dataset: 'team-a',
          kind: 'logs',
          actor: expect.stringMatching(/^token:/),
        },
        {
          event: 'dataset_created',
          dataset: 'team-a',
          kind: 'logs',
          actor: expect.stringMatching(/^token:/),
        },
      ]);
    });

    it('stay while they hold rows', async () => {
      const token = await agent.token({ scopes: ['ingest:full'] });
      await call('POST', '/datasets', { name: 'full', kind: 'logs' });
      expect(await send(token, 'full', ONE_LOG)).toBe(200);
      const before = await acts();
      expect(await call('DELETE', '/datasets/full')).toMatchObject({
        status: 409,
        body: { title: 'Conflict' },
      });
      expect(await acts()).toEqual(before);
      const { decisions } = await readDecisions(agent.database, 'acme', { columns: { dataset: 'full' } });
      expect(decisions).toMatchObject([{ event: 'user_prompt', tenant: 'acme', org: 'acme' }]);
    });

    it.each<[string, unknown, number]>([
      ['no body', undefined, 400],
      ['no object', '[]', 400],
      ['no JSON', '{', 400],
      ['a name in capitals', { name: 'Team', kind: 'logs' }, 400],
      ['a name too long', { name: 'a'.repeat(64), kind: 'logs' }, 400],
      ['no name', { kind: 'logs' }, 400],
      ['another kind', { name: 'a', kind: 'traces' }, 400],
      ['a tenant', { name: 'a', kind: 'logs', tenant: 'globex' }, 400],
      ['a default', { name: 'default', kind: 'logs' }, 409],
      ['one that is there', { name: 'there', kind: 'metrics' }, 409],
      ['much too much', { name: 'a'.repeat(20_000), kind: 'logs' }, 413],
    ])('%s is refused', async (_name, body, status) => {
      await call('POST', '/datasets', { name: 'there', kind: 'logs' });
      const refused = await call('POST', '/datasets', body);
      expect(refused.status).toBe(status);
      expect(refused.response.headers.get('content-type')).toContain('application/problem+json');
    });

    it.each([
      ['default', 409],
      ['default-metrics', 409],
      ['nowhere', 404],
      ['%27%20OR%201', 404],
    ])('%s cannot be deleted', async (name, status) => {
      expect((await call('DELETE', `/datasets/${name}`)).status).toBe(status);
    });

    it('belong to one tenant', async () => {
      const other = await agent.token({ tenant: 'globex', scopes: ['admin'] });
      await call('POST', '/datasets', { name: 'mine', kind: 'logs' });
      expect((await call('DELETE', '/datasets/mine', undefined, other)).status).toBe(404);
      expect((await call('POST', '/datasets', { name: 'mine', kind: 'metrics' }, other)).status).toBe(201);
      const foreign = await agent.token({ tenant: 'initech', scopes: ['ingest:*'] });
      expect(await send(foreign, 'mine')).toBe(404);
    });
  });

  describe('tokens', () => {
    it('are made, shown once, used, and revoked', async () => {
      const made = await call('POST', '/tokens', { scopes: ['ingest:default'], name: 'laptops' });
      const { id, token } = made.body as { id: string; token: string };
      expect(made).toMatchObject({ status: 201, body: { tenant: 'acme', scopes: ['ingest:default'] } });
      expect(await send(token, '', ONE_LOG)).toBe(200);
      const listed = JSON.stringify((await call('GET', '/tokens')).body);
      expect(listed).toContain(id);
      expect(listed).not.toContain('gat_');
      expect((await call('DELETE', `/tokens/${id}`)).status).toBe(204);
      // At once: the process that revokes is the one that lets in.
      expect(await send(token, '')).toBe(401);
      expect((await acts()).slice(0, 2)).toMatchObject([
        { event: 'token_revoked', token: id },
        { event: 'token_created', token: id, scopes: 'ingest:default' },
      ]);
      expect(JSON.stringify(await acts())).not.toContain('gat_');
    });

    it('are revoked twice and recorded once', async () => {
      const { id } = (await call('POST', '/tokens', { scopes: ['read'] })).body as { id: string };
      await call('DELETE', `/tokens/${id}`);
      expect((await call('DELETE', `/tokens/${id}`)).status).toBe(204);
      const told = (await acts()) as { event: string; token?: string }[];
      expect(told.filter(({ event, token }) => event === 'token_revoked' && token === id)).toHaveLength(1);
    });

    it.each<[string, unknown]>([
      ['no scope', { scopes: [] }],
      ['an unknown scope', { scopes: ['write'] }],
      ['a dataset that cannot be', { scopes: ['ingest:UPPER'] }],
      ['another tenant', { scopes: ['read'], tenant: 'globex' }],
      ['a time gone by', { scopes: ['read'], expires_at: '2020-01-01' }],
      ['no time', { scopes: ['read'], expires_at: 'soon' }],
      ['a long name', { scopes: ['read'], name: 'n'.repeat(201) }],
    ])('with %s are refused', async (_name, body) => {
      expect((await call('POST', '/tokens', body)).status).toBe(400);
    });

    it('of another tenant are out of sight', async () => {
      const other = await agent.token({ tenant: 'globex', scopes: ['admin'] });
      const { id } = (await call('POST', '/tokens', { scopes: ['read'] })).body as { id: string };
      expect((await call('DELETE', `/tokens/${id}`, undefined, other)).status).toBe(404);
      expect(JSON.stringify((await call('GET', '/tokens', undefined, other)).body)).not.toContain(id);
    });
  });

  it.each([
    ['GET', '/datasets'],
    ['POST', '/datasets'],
    ['DELETE', '/datasets/x'],
    ['GET', '/tokens'],
    ['POST', '/tokens'],
    ['DELETE', '/tokens/x'],
  ])('%s %s takes an admin token alone', async (method, path) => {
    for (const scope of ['read', 'ingest:*'] as const) {
      expect((await call(method, path, undefined, await agent.token({ scopes: [scope] }))).status).toBe(403);
    }
    expect((await call(method, path, undefined, 'gat_x')).status).toBe(401);
  });

  it.each([
    ['DELETE', '/decisions', 'GET, HEAD'],
    ['PUT', '/sessions/x', 'GET, HEAD'],
    ['POST', '/usage', 'GET, HEAD'],
    ['POST', '/audit/verify', 'GET, HEAD'],
    ['PUT', '/datasets', 'GET, POST, HEAD'],
    ['GET', '/datasets/x', 'DELETE'],
    ['PATCH', '/tokens/x', 'DELETE'],
  ])('%s %s is 405', async (method, path, allow) => {
    const { response, status } = await call(method, path);
    expect(status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  it('leaves paths that are not there 404', async () => {
    expect((await call('GET', '/audit/nothing')).status).toBe(404);
    expect((await call('POST', '/nothing')).status).toBe(404);
  });

  it('counts as no use of an agent', async () => {
    await agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, [row(1, { userId: 'u' })]);
    const usage = (await call('GET', '/usage?group_by=plane')).body as { usage: { group: string }[] };
    expect(usage.usage.map(({ group }) => group)).not.toContain('agent');
  });

  it('keeps the chain whole', async () => {
    const { key } = await ensureSigningKey(agent.dataDir);
    const report = await verify({
      database: agent.database,
      trustedKeys: [key.publicKey],
      mode: 'deep',
      clock: agent.clock,
    });
    expect(report.verdict).toBe('verified');
  });
});
