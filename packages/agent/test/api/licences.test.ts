// Licences over HTTP, on both databases: what the chain tells of them, and that a revoked one is refused at once.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { rm } from 'node:fs/promises';
import { revocationListPath } from '../../src/access/revocation-list.ts';
import { runHere } from '../cli/run-cli.ts';
import { actsOf, apiCall, type ApiCall } from '../support/api-call.ts';
import { postLogs } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const DAY_MS = 86_400_000;

interface Issued {
  readonly id: string;
  readonly license: string;
}

describe.each(databaseKinds)('licences on %s', (kind) => {
  let agent: TestAgent;
  let call: ApiCall;
  beforeAll(async () => {
    agent = await testAgent(kind);
    call = apiCall(agent, await agent.token({ scopes: ['admin'] }));
  });
  afterAll(() => agent.remove());

  const issue = async (line = '', org = 'acme'): Promise<Issued> => {
    const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    const words = ['license', 'issue', '--org', org, '--json', ...line.split(' ').filter(Boolean)];
    return JSON.parse((await runHere(words, env, agent.clock)).stdout) as Issued;
  };
  const list = async (token?: string) =>
    ((await call('GET', '/licences', undefined, token)).body as { licences: Record<string, unknown>[] })
      .licences;
  const find = async (id: string) => (await list()).find((it) => it['id'] === id);
  const send = async ({ license }: Issued): Promise<number> => {
    const basic = `Basic ${Buffer.from(`acme:${license}`).toString('base64')}`;
    const headers = { 'content-type': 'application/json' };
    return (await postLogs(agent.url, basic, '{"resourceLogs":[]}', headers)).status;
  };

  it('are listed as they were issued, newest first and without their keys', async () => {
    const first = await issue('--features otel_ingest,reports');
    const second = await issue();
    const licences = await list();
    expect(licences.map((it) => it['id'])).toEqual([second.id, first.id]);
    expect(licences[1]).toMatchObject({
      state: 'valid',
      features: ['otel_ingest', 'reports'],
      issued_at: new Date(agent.clock.now()).toISOString(),
      revoked_at: null,
      refused_here: false,
      seq: expect.any(Number),
    });
    expect(JSON.stringify(licences)).not.toContain(first.license);
  });

  it('are refused from the next request on when they are revoked', async () => {
    const issued = await issue();
    expect(await send(issued)).toBe(200);
    expect((await call('DELETE', `/licences/${issued.id}`)).status).toBe(204);
    expect(await send(issued)).toBe(401);
    const at = new Date(agent.clock.now()).toISOString();
    expect(await find(issued.id)).toMatchObject({ state: 'revoked', revoked_at: at, refused_here: true });
    // Again is no error, and no second row.
    expect((await call('DELETE', `/licences/${issued.id}`)).status).toBe(204);
    const acts = (await actsOf(agent)).filter(({ event }) => event === 'licence_revoked');
    const actor = expect.stringMatching(/^token:/);
    expect(acts).toEqual([{ event: 'licence_revoked', licence: issued.id, actor }]);
  });

  it('that the chain calls revoked and this agent lets in say so, until they are revoked here', async () => {
    const issued = await issue();
    await call('DELETE', `/licences/${issued.id}`);
    // As on another host of the same store: the list is a file of its own there.
    await rm(revocationListPath(agent.dataDir));
    expect(await send(issued)).toBe(200);
    expect(await find(issued.id)).toMatchObject({ state: 'revoked', refused_here: false });
    expect((await call('DELETE', `/licences/${issued.id}`)).status).toBe(204);
    expect(await send(issued)).toBe(401);
    expect(await find(issued.id)).toMatchObject({ state: 'revoked', refused_here: true });
  });

  it('run out, with some days of grace', async () => {
    const { id } = await issue('--expires 1d');
    agent.clock.advance(2 * DAY_MS);
    expect(await find(id)).toMatchObject({ state: 'grace' });
    agent.clock.advance(7 * DAY_MS);
    expect(await find(id)).toMatchObject({ state: 'expired' });
  });

  it('of another tenant are out of sight and out of reach', async () => {
    const { id } = await issue('', 'globex');
    const other = await agent.token({ tenant: 'globex', scopes: ['admin'] });
    expect(await find(id)).toBeUndefined();
    expect((await list(other)).map((it) => it['id'])).toEqual([id]);
    expect((await call('DELETE', `/licences/${id}`)).status).toBe(404);
    expect(await list(other)).toMatchObject([{ state: 'valid' }]);
  });

  it.each(['nothing', '%00', '00000000-0000-4000-8000-000000000000'])('%s cannot be revoked', async (id) => {
    expect((await call('DELETE', `/licences/${id}`)).status).toBe(404);
  });

  it('are not issued over HTTP', async () => {
    const { status, response } = await call('POST', '/licences', { org: 'acme' });
    expect([status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
