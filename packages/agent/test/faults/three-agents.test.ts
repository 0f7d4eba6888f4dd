// Three agents behind a proxy on one PostgreSQL, under load: an agent is killed, PostgreSQL is restarted and crashes.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase, verify } from '@governance-agent/audit-core';
import {
  judgeRows,
  postgresServer,
  retryingSenders,
  temporaryDirectory,
  type JudgedRow,
  type PostgresServer,
  type Senders,
} from '@governance-agent/testkit';
import { ensureIssuerKey } from '../../src/access/issuer-key.ts';
import { issueLicence } from '../../src/access/issue-licence.ts';
import { readPublicKeys } from '../../src/keys/key-history.ts';
import { runCli, startCli, waitForLine, type Environment } from '../cli/run-cli.ts';
import { roundRobinProxy, type RoundRobinProxy } from '../support/round-robin-proxy.ts';
import { stopInOrder } from '../support/supervise.ts';

const TENANTS = ['north', 'south', 'east'];
const RECORDS = 10;
const DAY_SECONDS = 86_400;

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

let server: PostgresServer;
let proxy: RoundRobinProxy;
let places: readonly Awaited<ReturnType<typeof temporaryDirectory>>[];
const running = new Set<ChildProcess>();

beforeEach(async () => {
  server = await postgresServer();
  proxy = await roundRobinProxy();
  places = await Promise.all([temporaryDirectory(), temporaryDirectory(), temporaryDirectory()]);
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await proxy.close();
  await server.remove();
  await Promise.all(places.map((place) => place.remove()));
});

const envOf = (index: number): Environment => ({
  DATA_DIR: places[index]?.path ?? '',
  DATABASE_URL: server.url,
  PORT: '0',
  OTLP_GRPC_ENABLED: 'false',
});

async function startAgent(index: number): Promise<Running> {
  const child = startCli(['serve'], envOf(index));
  running.add(child);
  child.once('close', () => running.delete(child));
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);
  proxy.add(url);
  return { url, child };
}

async function licenceHeaders(dataDir: string): Promise<Map<string, string>> {
  const issuer = await ensureIssuerKey(dataDir);
  const now = Date.now();
  const expiresAt = Math.floor(now / 1000) + DAY_SECONDS;
  const headers = TENANTS.map(async (tenant) => {
    const order = { org: tenant, tenant, tier: 'standard', features: ['otel_ingest'], expiresAt };
    const { key } = await issueLicence(issuer, order, now);
    return [tenant, `Basic ${Buffer.from(`${tenant}:${key}`).toString('base64')}`] as const;
  });
  return new Map(await Promise.all(headers));
}

/** Until every agent has acknowledged something since now: each found its way back by itself. */
async function eachAccepts(agents: readonly Running[]): Promise<void> {
  const before = agents.map(({ url }) => proxy.accepted(url));
  while (agents.some(({ url }, index) => proxy.accepted(url) === before[index])) await pause(20);
}

/** Until answers fail: what follows happens to senders that are waiting. */
async function refused({ retries }: Senders): Promise<void> {
  const before = retries();
  while (retries() < before + TENANTS.length) await pause(20);
}

test('every acknowledged record is there once, in the chain of its tenant', async () => {
  const keyRoom = places[0]?.path ?? '';
  expect(await runCli(['init'], envOf(0))).toMatchObject({ code: 0 });
  expect(await runCli(['migrate'], envOf(0))).toMatchObject({ code: 0 });
  const tenants = await licenceHeaders(keyRoom);
  for (const { path: other } of places.slice(1))
    await cp(path.join(keyRoom, 'keys'), path.join(other, 'keys'), { recursive: true });
  const agents = await Promise.all(places.map((_, index) => startAgent(index)));
  const senders = retryingSenders({ url: () => proxy.url, tenants, perTenant: 2, records: RECORDS });
  await eachAccepts(agents);

  // The second agent, in the middle of its work; the proxy finds out by itself.
  const replaceSecond = async (): Promise<void> => {
    const [killed] = agents.splice(1, 1);
    if (killed === undefined) throw new Error('no agent to kill');
    const ended = once(killed.child, 'close');
    killed.child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    await eachAccepts(agents);
    proxy.remove(killed.url);
    agents.splice(1, 0, await startAgent(1));
    await eachAccepts(agents);
  };
  await replaceSecond();

  for (const end of ['stop', 'crash'] as const) {
    await server[end]();
    await refused(senders);
    await server.start();
    await eachAccepts(agents);
  }

  // Both at once: the agent dies while the others find their database gone.
  await server.crash();
  const [last] = agents.splice(2, 1);
  last?.child.kill('SIGKILL');
  await refused(senders);
  await server.start();
  proxy.remove(last?.url ?? '');
  agents.push(await startAgent(2));
  await eachAccepts(agents);

  await senders.finish();
  for (const { child } of agents) expect(await stopInOrder(child)).toEqual([0, null]);
  await expectWhole(senders, keyRoom);
});

async function expectWhole({ acknowledged, dropped, repeats }: Senders, dataDir: string): Promise<void> {
  expect(dropped).toEqual([]);
  expect(repeats()).toBeGreaterThan(0);
  expect(new Set(acknowledged.map(({ tenant }) => tenant)).size).toBe(TENANTS.length);
  const database = openDatabase(server.url);
  const rows = await database
    .knex('audit_logs')
    .orderBy(['tenant', 'seq'])
    .select<JudgedRow[]>('tenant', 'seq', 'client_sequence', 'signature');
  expect(judgeRows(rows, acknowledged, RECORDS)).toEqual({ lost: 0, doubled: 0, gaps: 0, unsigned: 0 });
  // Each batch that was begun was taken in the end: there is nothing else.
  expect(rows).toHaveLength(acknowledged.length * RECORDS);
  const trustedKeys = await readPublicKeys(dataDir);
  // Deep: signatures, links, checkpoints, and the rollups held against the rows.
  const report = await verify({ database, trustedKeys, mode: 'deep', clock: { now: Date.now } });
  expect(report).toMatchObject({ verdict: 'verified', warnings: [] });
  expect(report.chains.map(({ tenant }) => tenant).sort()).toEqual([...TENANTS].sort());
  await database.close();
}
