// Keys and retention over HTTP, on both databases: what is told, that it agrees with the commands, and that nothing changes.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { hash } from 'node:crypto';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { runHere } from '../cli/run-cli.ts';
import { apiCall, type ApiCall } from '../support/api-call.ts';
import { row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const DAY_MS = 86_400_000;
const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const captured = { contentState: 'captured', content: { prompt: 'hello' } } as const;

describe.each(databaseKinds)('on %s', (kind) => {
  let agent: TestAgent;
  let call: ApiCall;
  beforeAll(async () => {
    agent = await testAgent(kind, { RETENTION_DAYS: '30' });
    call = apiCall(agent, await agent.token({ scopes: ['admin'] }));
  });
  afterAll(() => agent.remove());

  const run = async (...words: string[]): Promise<string> => {
    const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    const { code, stdout, stderr } = await runHere(words, env, agent.clock);
    expect({ words, code, stderr: code === 0 ? '' : stderr }).toEqual({ words, code: 0, stderr: '' });
    return stdout;
  };
  const contents = () => agent.database.knex('audit_content').where({ tenant: 'acme' }).pluck('seq');

  describe('retention', () => {
    it('tells the days that are set, and that no run looked at the tenant', async () => {
      const other = await agent.token({ tenant: 'initech', scopes: ['admin'] });
      const expected = { days: 30, last_run: null };
      expect((await call('GET', '/retention', undefined, other)).body).toEqual(expected);
    });

    it('previews what a run then does, and erases nothing itself', async () => {
      await agent.writer.append(ACME, [
        row(1, { ...captured, sessionId: 'held' }),
        row(2, captured),
        row(3, captured),
      ]);
      agent.clock.advance(31 * DAY_MS);
      await agent.writer.append(ACME, [row(4, captured)]);
      await call('POST', '/holds', { hold: 'case-1', scope: 'session', value: 'held' });
      const before = await contents();
      const preview = await call('GET', '/retention/preview?days=30');
      const counts = { rows: 2, points: 0, held: 1, held_points: 0 };
      const time = new Date(agent.clock.now() - 30 * DAY_MS).toISOString();
      const expected = { days: 30, before: time, ...counts, holds: ['case-1'] };
      expect(preview).toMatchObject({ status: 200, body: expected });
      expect(await contents()).toEqual(before);
      await run('retention', 'run', '--older-than', '30d', '--dry-run');
      expect((await call('GET', '/retention')).body).toMatchObject({ last_run: null });
      await run('retention', 'run', '--older-than', '30d');
      expect((await call('GET', '/retention')).body).toEqual({
        days: 30,
        last_run: { at: new Date(agent.clock.now()).toISOString(), days: 30, ...counts, problem: null },
      });
      expect((await call('GET', '/retention/preview?days=30')).body).toMatchObject({ rows: 0, held: 1 });
      expect((await call('GET', '/retention/preview?days=1')).body).toMatchObject({ rows: 0, held: 1 });
    });

    it('is told per tenant', async () => {
      const other = await agent.token({ tenant: 'initech', scopes: ['admin'] });
      expect((await call('GET', '/retention', undefined, other)).body).toMatchObject({ last_run: null });
      const nothing = { rows: 0, points: 0, held: 0, held_points: 0, holds: [] };
      const { body } = await call('GET', '/retention/preview?days=1', undefined, other);
      expect(body).toMatchObject(nothing);
    });

    it.each(['', '?days=', '?days=0', '?days=1.5', '?days=100000', '?days=soon'])(
      'preview%s is refused',
      async (query) => {
        const { status, body } = await call('GET', `/retention/preview${query}`);
        expect([status, body]).toMatchObject([400, { detail: expect.stringContaining('days') }]);
      },
    );
  });

  describe('keys', () => {
    interface Listed {
      readonly keys: readonly Record<string, unknown>[];
      readonly licence_issuers: readonly Record<string, unknown>[];
    }
    const list = async (): Promise<Listed> => (await call('GET', '/keys')).body as Listed;

    it('are the public ones of this agent, as the command shows them', async () => {
      const { key } = await ensureSigningKey(agent.dataDir);
      const shown = JSON.parse(await run('keys', 'show', '--json')) as Record<
        string,
        Record<string, unknown>
      >;
      const listed = await list();
      expect(listed.keys).toEqual([
        {
          ...shown['row_signing'],
          fingerprint: hash('sha256', key.publicKey, 'hex'),
          compromised_since: null,
        },
      ]);
      expect(listed.licence_issuers).toEqual([shown['licence_issuer']]);
      expect(JSON.stringify(listed)).not.toContain('PRIVATE');
      expect(JSON.stringify(listed)).not.toContain(Buffer.from(key.seed).toString('base64'));
    });

    it('tell which one is retired, and since when it proves nothing', async () => {
      const { key: old } = await ensureSigningKey(agent.dataDir);
      await run('keys', 'rotate', '--reason', 'stolen');
      await run('keys', 'compromised', '--key', old.keyId, '--since', '2026-11-20', '--reason', 'stolen');
      const { keys } = await list();
      const now = new Date(agent.clock.now()).toISOString();
      const since = '2026-11-20T00:00:00.000Z';
      expect(keys).toMatchObject([
        { state: 'current', retired_at: null, compromised_since: null },
        { key_id: old.keyId, state: 'retired', retired_at: now, compromised_since: since },
      ]);
    });

    it.each(['POST', 'PUT', 'DELETE'])('are not changed by %s', async (method) => {
      const { status, response } = await call(method, '/keys', method === 'POST' ? {} : undefined);
      expect([status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    });
  });

  it.each([
    ['GET', '/licences'],
    ['DELETE', '/licences/x'],
    ['GET', '/keys'],
    ['GET', '/retention'],
    ['GET', '/retention/preview?days=1'],
    ['GET', '/holds'],
    ['POST', '/holds'],
    ['POST', '/holds/x/release'],
  ])('%s %s takes an admin alone', async (method, path) => {
    const member = await agent.token({ scopes: ['read:own'], userEmail: 'dev@acme.example' });
    const [auditor, sender] = [await agent.token(), await agent.token({ scopes: ['ingest:*'] })];
    for (const token of [member, auditor, sender])
      expect((await call(method, path, undefined, token)).status).toBe(403);
    expect((await call(method, path, undefined, 'gat_x')).status).toBe(401);
  });
});
