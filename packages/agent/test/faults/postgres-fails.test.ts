// PostgreSQL that crashes, hangs, loses its answer to a commit, or is replaced by its standby, under a running agent.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { postgresServer, temporaryDirectory, type PostgresServer } from '@governance-agent/testkit';
import { batch, inspect, load, notOnce, startAgent, type Load, type RunningAgent } from './faulty-agent.ts';
import type { Place } from '../support/temporary-place.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let server: PostgresServer;
let proxy: TcpProxy;
let place: Place;
let agent: RunningAgent | undefined;

beforeEach(async () => {
  server = await postgresServer();
  proxy = await tcpProxy(server.url);
  const directory = await temporaryDirectory();
  const authorization = await demoAuthorization(directory.path);
  place = { dataDir: directory.path, databaseUrl: proxy.url, authorization, remove: directory.remove };
});
afterEach(async () => {
  await agent?.stop();
  agent = undefined;
  await proxy.down();
  await server.remove();
  await place.remove();
});

const someMore =
  (batches: number) =>
  ({ acknowledged }: Load): boolean =>
    acknowledged.length >= batches;

async function send(url: string, first: number): Promise<number> {
  const answer = await postLogs(url, place.authorization, batch(first));
  const text = await answer.text();
  if (answer.status !== 200) {
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(text).not.toMatch(/postgres|INSERT|timeout|configuration of the build/i);
  }
  return answer.status;
}

/** As a client does, with an identical body, until it is taken. */
async function sendUntilTaken(url: string, first: number): Promise<void> {
  while ((await send(url, first)) !== 200);
}

async function readiness(url: string) {
  const answer = await fetch(`${url}/readyz`);
  const { checks } = (await answer.json()) as { checks: Record<string, string> };
  return { status: answer.status, checks };
}

async function expectAllOnce(batches: readonly number[]): Promise<void> {
  const stored = await inspect(place);
  expect(notOnce(stored, batches)).toEqual([]);
  expect([...stored.times.values()].filter((times) => times > 1)).toEqual([]);
  expect(stored.unsigned).toBe(0);
  expect(stored.report.verdict).toBe('verified');
}

test('crashed and started again under load', async () => {
  const { url } = (agent = await startAgent(place));
  let crashing: Promise<void> | undefined;
  const sent = await load(url, place.authorization, 0, (now) => {
    if (now.acknowledged.length >= 5) crashing ??= server.crash();
    return now.offered.length > now.acknowledged.length + 8;
  });
  await crashing;
  const refused = sent.offered.filter((first) => !sent.acknowledged.includes(first));
  expect(refused.length).toBeGreaterThan(0);
  expect(await send(url, 900_000)).toBe(503);
  expect(await readiness(url)).toMatchObject({ status: 503, checks: { store: 'unreachable' } });

  await server.start();
  for (const first of [...refused, 900_000]) await sendUntilTaken(url, first);
  expect(await readiness(url)).toMatchObject({ status: 200, checks: { rows: 'stored' } });
  await expectAllOnce([...sent.offered, 900_000]);
});

test('the answer to a commit is lost: sent again, stored once', async () => {
  const { url } = (agent = await startAgent(place));
  await sendUntilTaken(url, 0);
  // CommandComplete of the commit: the server has it on disk, the agent will never know.
  proxy.cutBefore((answer) => answer.includes('COMMIT\0'));
  expect(await send(url, 1000)).toBe(503);
  const unknown = await inspect(place);
  expect(notOnce(unknown, [0, 1000])).toEqual([]);

  await sendUntilTaken(url, 1000);
  await sendUntilTaken(url, 2000);
  await expectAllOnce([0, 1000, 2000]);
});

test('a peer that is gone without a word: refused in time, not waited for', async () => {
  const { url } = (agent = await startAgent(place));
  await sendUntilTaken(url, 0);
  proxy.freeze();
  expect(await send(url, 1000)).toBe(503);
  expect(await readiness(url)).toMatchObject({ status: 503, checks: { store: 'unreachable' } });

  proxy.thaw();
  await sendUntilTaken(url, 1000);
  await expectAllOnce([0, 1000]);
});

test('the standby takes over; one that is behind is refused', async () => {
  const first = (agent = await startAgent(place));
  const before = await load(first.url, place.authorization, 0, someMore(3));
  await server.stop();
  const standby = await server.standby();
  const behind = await server.standby();
  await server.start();
  await standby.start();
  await server.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
  await server.query('SELECT pg_reload_conf()');
  for (const again of before.offered) await sendUntilTaken(first.url, again);
  const during = await load(first.url, place.authorization, 100_000, someMore(5));

  await server.crash();
  // Everything since its copy was made is missing here. What it lacks was acknowledged.
  await behind.start();
  await behind.query('SELECT pg_promote()');
  proxy.leadTo(behind.url);
  expect(await send(first.url, 900_000)).toBe(503);
  expect(await send(first.url, 900_000)).toBe(503);
  const held = await inspect(place);
  expect(held.times.has(900_000)).toBe(false);

  await behind.crash();
  await standby.query('SELECT pg_promote()');
  proxy.leadTo(standby.url);
  for (const again of during.offered) await sendUntilTaken(first.url, again);
  await sendUntilTaken(first.url, 900_000);
  await expectAllOnce([...before.offered, ...during.offered, 900_000]);
  await first.stop();
  await standby.remove();
  await behind.remove();
});
