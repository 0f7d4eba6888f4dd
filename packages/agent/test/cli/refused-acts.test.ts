// Tokens, datasets and licences of a tenant whose chain cannot be signed: set back, or asking for a key that is gone.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAdministration } from '@governance-agent/audit-core';
import { claudeLogsRequest, databaseKinds, encodeLogsRequest } from '@governance-agent/testkit';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { setBack } from '../support/set-back.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { runHere, type Finished } from './run-cli.ts';

const GIVING = [
  'token create --tenant demo --scopes ingest:*',
  'dataset create team-a --tenant demo --kind logs',
  'license issue --org demo',
];
const ACTS = ['token_created', 'token_revoked', 'dataset_created', 'licence_issued'] as const;

describe.each(databaseKinds)('on %s', (kind) => {
  let agent: TestAgent;
  let admin: string;
  let id: string;
  const run = (line: string): Promise<Finished> =>
    runHere(line.split(' '), { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl });
  const told = async (): Promise<string[]> =>
    (await readAdministration(agent.database.knex, 'demo', ACTS)).map(({ record }) => record.act);
  const given = async (): Promise<number[]> =>
    Promise.all(
      ['access_tokens', 'datasets'].map(async (table) => (await agent.database.knex(table)).length),
    );
  const viaApi = (method: string, route: string, body?: object): Promise<Response> =>
    fetch(`${agent.url}/api/v1${route}`, {
      method,
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  beforeEach(async () => {
    agent = await testAgent(kind);
    admin = await agent.token({ tenant: 'demo', scopes: ['admin'] });
    const authorization = await demoAuthorization(agent.dataDir);
    const body = encodeLogsRequest(claudeLogsRequest(0, 3));
    expect((await postLogs(agent.url, authorization, body)).status).toBe(200);
    const created = await run('token create --tenant demo --json');
    ({ id } = JSON.parse(created.stdout) as { id: string });
  });
  afterEach(() => agent.remove());

  it('gives nothing where the store was set back, and takes at once', async () => {
    await setBack(agent.database.knex, 'demo', 2);
    const before = await given();
    for (const line of GIVING) {
      const refused = await run(line);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('accept-rollback');
    }
    expect((await viaApi('POST', '/tokens', { scopes: ['read'] })).status).toBe(503);
    expect((await viaApi('POST', '/datasets', { name: 'b', kind: 'logs' })).status).toBe(503);
    expect(await given()).toEqual(before);

    expect(await run(`token revoke ${id}`)).toMatchObject({ code: 1 });
    const [token] = await agent.database
      .knex('access_tokens')
      .where({ id })
      .pluck<(number | null)[]>('revoked_at');
    expect(token).not.toBeNull();
    expect(await told()).toEqual([]);

    expect(await run('accept-rollback --tenant demo --reason restored')).toMatchObject({ code: 0 });
    for (const line of [`token revoke ${id}`, ...GIVING]) expect(await run(line)).toMatchObject({ code: 0 });
    expect((await viaApi('POST', '/tokens', { scopes: ['read'] })).status).toBe(201);
    expect(await told()).toEqual([
      'token_revoked',
      'token_created',
      'dataset_created',
      'licence_issued',
      'token_created',
    ]);
  });

  it('gives nothing where the key of the chain is gone, until it is replaced', async () => {
    await rm(path.join(agent.dataDir, 'keys', 'row-signing.pem'));
    const before = await given();
    for (const line of GIVING) {
      const refused = await run(line);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain('keys replace');
    }
    expect(await given()).toEqual(before);
    expect(await run('keys replace --reason lost')).toMatchObject({ code: 0 });
    for (const line of GIVING) expect(await run(line)).toMatchObject({ code: 0 });
    expect(await run('verify')).toMatchObject({ code: 0 });
  });
});
