// Who may read: a table of credentials.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { createTokenStore } from '../../src/access/token-store.ts';
import { ensureEvaluationLicence } from '../../src/evaluation.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

describe.each(databaseKinds)('reading on %s', (kind) => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await testAgent(kind);
  });
  afterAll(() => agent.remove());

  const read = (authorization?: string) =>
    fetch(`${agent.url}/api/v1/decisions`, authorization === undefined ? {} : { headers: { authorization } });

  it.each<[string, number, string, () => string | undefined | Promise<string>]>([
    ['no credential', 401, '', () => undefined],
    ['an unknown token', 401, 'invalid_token', () => `Bearer gat_${'A'.repeat(43)}`],
    ['no token at all', 401, '', () => 'Bearer'],
    [
      'a licence as Basic',
      401,
      '',
      async () => `Basic ${Buffer.from(`demo:${await licence()}`).toString('base64')}`,
    ],
    ['a licence as Bearer', 401, 'invalid_token', async () => `Bearer ${await licence()}`],
    [
      'a token as Basic',
      401,
      '',
      async () => `Basic ${Buffer.from(`acme:${await agent.token()}`).toString('base64')}`,
    ],
    [
      'an ingest token',
      403,
      'insufficient_scope',
      async () => `Bearer ${await agent.token({ scopes: ['ingest:default'] })}`,
    ],
    [
      'an expired token',
      401,
      'invalid_token',
      async () => `Bearer ${await agent.token({ expiresAt: agent.clock.now() })}`,
    ],
    ['a read token', 200, '', async () => `Bearer ${await agent.token()}`],
    ['an admin token', 200, '', async () => `Bearer ${await agent.token({ scopes: ['admin'] })}`],
    ['a token behind a lower-case scheme', 200, '', async () => `bearer ${await agent.token()}`],
  ])('with %s is %i', async (_name, status, challenge, credential) => {
    const response = await read(await credential());
    expect(response.status).toBe(status);
    if (status !== 200) {
      expect(response.headers.get('www-authenticate')).toContain('Bearer realm="governance-agent"');
      expect(response.headers.get('www-authenticate')).toContain(challenge);
    }
  });

  it('ends with the token', async () => {
    const store = createTokenStore(agent.database.knex);
    const token = await agent.token({ tenant: 'ends' });
    expect((await read(`Bearer ${token}`)).status).toBe(200);
    const [record] = await store.list('ends');
    expect(record?.lastUsedAt).toBe(agent.clock.now());
    await store.revoke(record?.id ?? '', agent.clock.now());
    expect((await read(`Bearer ${token}`)).status).toBe(401);
  });

  it('keeps only a digest of the token', async () => {
    const token = await agent.token();
    const rows: unknown = await agent.database.knex('access_tokens').select();
    expect(JSON.stringify(rows)).not.toContain(token.slice(4));
  });

  it('logs no credential', async () => {
    const token = await agent.token();
    await read(`Bearer ${token}`);
    expect(agent.logged.join('\n')).not.toContain('gat_');
  });

  const licence = () => ensureEvaluationLicence(agent.dataDir, agent.clock);
});
