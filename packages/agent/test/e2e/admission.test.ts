// Who may send: credentials at the door of the whole agent, in the caller's encoding.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { appendFile } from 'node:fs/promises';
import { revocationListPath } from '../../src/access/revocation-list.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { replay } from '../support/ingest.ts';
import { licenceHeader, logRequests } from './licences.ts';

const DAY_SECONDS = 86_400;

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe.each(databaseKinds)('sending on %s', (kind) => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await testAgent(kind);
  });
  afterAll(() => agent.remove());

  const [request] = logRequests('cc2.1.329-deny-rule');
  const status = async (authorization: string): Promise<number> =>
    request === undefined ? 0 : (await replay(agent.url, authorization, request)).status;
  const seconds = (): number => Math.floor(agent.clock.now() / 1000);
  const decoded = (header: string): string => Buffer.from(header.slice(6), 'base64').toString();

  it.each<[string, number, () => Promise<string>]>([
    ['a licence', 200, () => licenceHeader(agent)],
    ['a licence in quotes', 200, async () => `"${await licenceHeader(agent)}"`],
    ['a licence with an escaped space', 200, async () => (await licenceHeader(agent)).replace(' ', '%20')],
    [
      'a licence on its days of grace',
      200,
      () => licenceHeader(agent, { expiresAt: seconds() - 6 * DAY_SECONDS }),
    ],
    ['an expired licence', 401, () => licenceHeader(agent, { expiresAt: seconds() - 8 * DAY_SECONDS })],
    ['a licence without the feature', 403, () => licenceHeader(agent, { features: ['portal'] })],
    [
      'the user name of another',
      401,
      async () =>
        `Basic ${Buffer.from(decoded(await licenceHeader(agent)).replace('acme', 'evil')).toString('base64')}`,
    ],
    [
      'nothing in the licence',
      401,
      () => Promise.resolve(`Basic ${Buffer.from('acme:').toString('base64')}`),
    ],
    ['a token for reading', 403, async () => `Bearer ${await agent.token()}`],
    ['a token for administration', 403, async () => `Bearer ${await agent.token({ scopes: ['admin'] })}`],
    [
      'a token for the dataset',
      200,
      async () => `Bearer ${await agent.token({ scopes: ['ingest:default'] })}`,
    ],
    ['a token for every dataset', 200, async () => `bearer%20${await agent.token({ scopes: ['ingest:*'] })}`],
    ['a token for another dataset', 403, async () => `Bearer ${await agent.token({ scopes: ['ingest:x'] })}`],
    ['a token in quotes', 200, async () => `"Bearer ${await agent.token({ scopes: ['ingest:*'] })}"`],
    [
      'a token as the password of Basic',
      200,
      async () => basic('anything', await agent.token({ scopes: ['ingest:*'] })),
    ],
    [
      'a token as the password of Basic, escaped',
      200,
      async () => encodeURIComponent(basic('me', await agent.token({ scopes: ['ingest:*'] }))),
    ],
    ['a read token as the password of Basic', 403, async () => basic('acme', await agent.token())],
    ['a made-up token', 401, () => Promise.resolve(`Bearer gat_${'A'.repeat(43)}`)],
    ['something like a token', 401, () => Promise.resolve('Bearer gat_')],
    ['another bearer', 401, () => Promise.resolve('Bearer abc')],
    [
      'an expired token',
      401,
      async () => `Bearer ${await agent.token({ scopes: ['ingest:*'], expiresAt: agent.clock.now() })}`,
    ],
  ])('%s is %i', async (_name, expected, credential) => {
    expect(await status(await credential())).toBe(expected);
  });

  it('challenges, in the encoding of the caller', async () => {
    for (const type of ['application/json', 'application/x-protobuf']) {
      const headers = { 'content-type': type };
      const response = await fetch(`${agent.url}/v1/logs`, { method: 'POST', headers, body: '{}' });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic .*, Bearer /);
      expect(response.headers.get('content-type')).toContain(type);
    }
  });

  it('refuses a revoked licence from the next request on', async () => {
    const header = await licenceHeader(agent);
    expect(await status(header)).toBe(200);
    const [, payload = ''] = decoded(header).split('.');
    const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { jti: string };
    await appendFile(revocationListPath(agent.dataDir), `${jti}\n`);
    expect(await status(header)).toBe(401);
  });

  it('puts rows where the licence says, whatever the telemetry says', async () => {
    const [spoof] = logRequests('cc2.1.329-resource-spoof');
    const header = await licenceHeader(agent, { org: 'spoofed', tenant: 'spoofed-eu' });
    if (spoof !== undefined) expect((await replay(agent.url, header, spoof)).status).toBe(200);
    const destinations: unknown = await agent.database
      .knex('audit_logs')
      .distinct('org', 'tenant')
      .orderBy('org');
    expect(destinations).toEqual([
      { org: 'acme', tenant: 'acme' },
      { org: 'spoofed', tenant: 'spoofed-eu' },
    ]);
  });

  it('counts refusals by reason and logs grace once', async () => {
    const text = await (await fetch(`${agent.url}/metrics`)).text();
    for (const reason of ['licence_expired', 'feature_missing', 'org_mismatch', 'licence_revoked']) {
      expect(text).toContain(`governance_licence_refused_total{reason="${reason}"} 1`);
    }
    expect(text).toContain('governance_licence_grace_total 1');
    expect(agent.logged.filter((line) => line.startsWith('licence expired, accepted'))).toHaveLength(1);
    expect(agent.logged.join('\n')).not.toMatch(/eyJ|gat_|Basic /);
  });
});

describe('PII_DETECTION=off', () => {
  it('withholds content and still lands rows', async () => {
    const agent = await testAgent('sqlite', { PII_DETECTION: 'off' });
    const header = await licenceHeader(agent);
    for (const request of logRequests('cc2.1.329-tools-mix')) {
      expect((await replay(agent.url, header, request)).status).toBe(200);
    }
    const states: unknown = await agent.database.knex('audit_logs').distinct('content_state', 'decision');
    // What the client decided stands; everything else is an error of ours.
    expect(new Set(states as object[])).toEqual(
      new Set([
        { content_state: 'withheld', decision: 'error' },
        { content_state: 'withheld', decision: 'allowed' },
      ]),
    );
    expect(await agent.database.knex('audit_content').select()).toEqual([]);
    await agent.remove();
  });
});

describe('INGEST_PATH_PREFIX', () => {
  it('moves the ingest routes', async () => {
    const agent = await testAgent('sqlite', { INGEST_PATH_PREFIX: '/otlp' });
    const headers = { authorization: await licenceHeader(agent), 'content-type': 'application/json' };
    const post = async (path: string): Promise<number> =>
      (await fetch(agent.url + path, { method: 'POST', headers, body: '{}' })).status;
    expect(await post('/otlp/v1/logs')).toBe(200);
    expect(await post('/v1/logs')).toBe(404);
    await agent.remove();
  });
});
