// Reports come from a real streaming standby: while it follows, while it lags, and while it is away or is another store.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openReadCopy } from '@governance-agent/audit-core';
import { postgresServer, type PostgresServer } from '@governance-agent/testkit';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { takeEvents } from '../support/read-events.ts';
import { row } from '../support/rows.ts';
import { testAgent } from '../support/test-agent.ts';
import { batch } from './faulty-agent.ts';
import { ACME, connectionsOf, replicatedAgent, until, type ReplicatedAgent } from './replicated-agent.ts';

const READER = 'governance-agent-reads';

// The agent looks at its replica every five seconds, on a machine that may be slow.
let all: ReplicatedAgent;
beforeAll(async () => {
  all = await replicatedAgent();
  await until(async () => (await all.reports()) === 'replica');
});
afterEach(async () => {
  await resumeReplay();
  await until(async () => (await all.reports()) === 'replica');
});
afterAll(() => all.remove());

/** Rows are on their way to the standby and do not come to be seen there. */
const pauseReplay = (): Promise<void> => all.standby.query('SELECT pg_wal_replay_pause()');
const resumeReplay = (): Promise<void> => all.standby.query('SELECT pg_wal_replay_resume()');

const warnings = (): string[] =>
  all.agent.logged.filter((line) => line.startsWith('reports are read from the primary'));

describe('while it follows', () => {
  it.each([
    '/decisions',
    '/sessions',
    '/sessions/s-1',
    '/usage?group_by=model',
    '/usage?group_by=model&source=metrics',
    '/usage/comparison',
    '/metrics',
    '/metrics/series?name=claude_code.token.usage',
    '/audit/export?format=jsonl',
    '/audit/export?format=csv',
  ])('%s is read there', async (path) => {
    const before = await all.counts();
    const answer = await all.get(path);
    await answer.arrayBuffer();
    expect(answer.status).toBe(200);
    const after = await all.counts();
    expect(after['primary']).toBe(before['primary']);
    expect(after['replica']).toBe((before['replica'] ?? 0) + 1);
    expect(await connectionsOf(all.standby, READER)).toBeGreaterThan(0);
    expect(await connectionsOf(all.primary, READER)).toBe(0);
  });

  it.each([
    ['/audit/verify?mode=deep', 'verdict'],
    ['/audit/checkpoint?fresh=true', 'size'],
    ['/tokens', 'tokens'],
  ])('%s is not', async (path, field) => {
    const before = await all.counts();
    expect(await (await all.get(path)).json()).toHaveProperty(field);
    expect(await all.counts()).toEqual(before);
  });

  it('refuses to write, whatever it is asked', async () => {
    // The same connections, on a server that would write.
    const copy = openReadCopy(all.primary.url);
    await expect(copy.knex('chain_heads').del()).rejects.toMatchObject({ code: '25006' });
    await copy.close();
  });
});

describe('while it lags', () => {
  it('shows what it has, and with the right tag', async () => {
    const held = (await all.get('/decisions?limit=5')).headers.get('etag') ?? '';
    await pauseReplay();
    const session = await all.newSession();
    expect(await all.feed()).not.toContain(session);
    expect((await all.get('/decisions?limit=5', { 'if-none-match': held })).status).toBe(304);
    await resumeReplay();
    await until(async () => (await all.feed()).includes(session));
    expect((await all.get('/decisions?limit=5', { 'if-none-match': held })).status).toBe(200);
  });

  it('the live feed passes no row over, and no report falls behind it', async () => {
    const stream = await all.get('/decisions/stream');
    await pauseReplay();
    const sessions = [await all.newSession(), await all.newSession(), await all.newSession()];
    const events = await takeEvents(stream, sessions.length);
    expect(events.map(({ data }) => data['session_id'])).toEqual(sessions);
    expect((await all.feed()).slice(0, 3)).toEqual(sessions.toReversed());
    expect(await all.counts()).toHaveProperty('primary');
  });

  it('what is not there yet is looked for at the primary', async () => {
    await pauseReplay();
    const session = await all.newSession();
    expect((await all.get(`/sessions/${session}`)).status).toBe(200);
    expect((await all.get('/sessions/nobody-has-this')).status).toBe(404);
    // Once it was shown it stays.
    expect(await all.feed()).toContain(session);
  });

  it('is not read while it is further behind than half a minute', async () => {
    await pauseReplay();
    const session = await all.newSession();
    await until(async () => {
      // Each look of the agent finds a later time.
      all.agent.clock.advance(10_000);
      return (await all.reports()) === 'primary, replica behind';
    });
    expect(await all.feed()).toContain(session);
    await resumeReplay();
    await until(async () => (await all.reports()) === 'replica');
    expect(await all.feed()).toContain(session);
  });
});

describe('while it is away', () => {
  it('the primary answers, and the log says so once a minute', async () => {
    const session = await all.newSession();
    await until(async () => (await all.feed()).includes(session));
    all.agent.clock.advance(60_000);
    const before = warnings().length;
    await all.proxy.down();
    for (let reads = 0; reads < 5; reads += 1) expect(await all.feed()).toContain(session);
    await until(async () => (await all.reports()) === 'primary, replica unreachable');
    expect(await all.feed()).toContain(session);
    expect(warnings()).toHaveLength(before + 1);
    expect(warnings().join()).not.toMatch(/postgres:\/\/|acme|password/);
    const licence = await demoAuthorization(all.agent.dataDir);
    expect((await postLogs(all.agent.url, licence, batch(0))).status).toBe(200);

    all.agent.clock.advance(60_000);
    await until(() => Promise.resolve(warnings().length === before + 2));
    await all.proxy.up();
    await until(async () => (await all.reports()) === 'replica');
    const counted = await all.counts();
    expect(await all.feed()).toContain(session);
    expect((await all.counts())['primary']).toBe(counted['primary']);
  });

  it('a replica that hangs keeps nobody waiting', async () => {
    const session = await all.newSession();
    await until(async () => (await all.feed()).includes(session));
    all.proxy.freeze();
    const answers = await Promise.all([all.feed(), all.feed(), all.feed()]);
    for (const sessions of answers) expect(sessions).toContain(session);
    expect(await all.reports()).toBe('primary, replica unreachable');
    all.proxy.thaw();
    await until(async () => (await all.reports()) === 'replica');
    expect(await all.feed()).toContain(session);
  });

  it('without the primary nothing is answered: it knows who may read', async () => {
    await all.primary.crash();
    all.agent.clock.advance(60_000);
    const answer = await all.get('/decisions');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toMatch(/postgres:\/\/|ECONN/);
    await all.primary.start();
    await until(async () => (await all.get('/decisions')).status === 200);
    await until(async () => (await all.reports()) === 'replica');
  });
});

describe('while its address leads elsewhere', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgresServer();
  });
  afterAll(() => server.remove());

  const leadTo = async (url: string): Promise<void> => {
    all.proxy.leadTo(url);
    await all.proxy.down();
    await all.proxy.up();
  };

  it('another store, or one without a schema, is not read', async () => {
    const other = await testAgent('postgres', { DATABASE_URL: server.url });
    // Longer than the chain of the same name here, so that it is not merely behind.
    for (let minute = 0; minute < 60; minute += 1) await other.writer.append(ACME, [row(minute)]);
    const sessions = await all.feed();
    await leadTo(server.url);
    await until(async () => (await all.reports()) === 'primary, replica another_store');
    expect(await all.feed()).toEqual(sessions);
    await other.remove();

    await server.query('DROP SCHEMA public CASCADE');
    await server.query('CREATE SCHEMA public');
    await leadTo(server.url);
    await until(async () => (await all.reports()) === 'primary, replica outdated');
    expect(await all.feed()).toEqual(sessions);
    await leadTo(all.standby.url);
  });
});
