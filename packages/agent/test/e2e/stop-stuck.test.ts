// What could hold up an end does not: the process leaves by itself, before a supervisor has to kill it.
import { expect, it } from '@jest/globals';
import { openDatabase } from '@governance-agent/audit-core';
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { runCli, startCli, waitForLine, type Environment } from '../cli/run-cli.ts';
import { postLogs } from '../support/ingest.ts';
import { stopInOrder } from '../support/supervise.ts';
import { temporaryPlace } from '../support/temporary-place.ts';

interface Stage {
  readonly url: string;
  readonly authorization: string;
  readonly env: Environment & { readonly DATABASE_URL: string };
}
/** Resolves, once the obstacle is there, to what takes it away. */
type Obstacle = (stage: Stage) => Promise<() => Promise<unknown>>;

const body = encodeLogsRequest(claudeLogsRequest(0, 5));

/** The store is there and does not answer: somebody else holds what every append needs. */
const lockedStore: Obstacle = async ({ url, authorization, env }) => {
  const database = openDatabase(env.DATABASE_URL);
  const transaction = await database.knex.transaction();
  await transaction.raw('LOCK TABLE chain_heads, audit_logs IN ACCESS EXCLUSIVE MODE');
  // Answered 503, or cut off with the process.
  const pending = postLogs(url, authorization, body).catch(() => undefined);
  const waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'chain_heads'::regclass";
  while ((await transaction.raw<{ rows: unknown[] }>(waiting)).rows.length === 0) await pause(20);
  return async () => {
    await pending;
    await transaction.rollback();
    await database.close();
  };
};

/** A client that announces more than it sends. */
const endlessBody: Obstacle = async ({ url, authorization }) => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const head = [`POST /v1/logs HTTP/1.1`, `host: ${hostname}`, `authorization: ${authorization}`];
  const rest = [
    'content-type: application/x-protobuf',
    `content-length: ${body.length}`,
    'expect: 100-continue',
  ];
  socket.write(`${[...head, ...rest].join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  socket.write(body.subarray(0, 10));
  return () => Promise.resolve(socket.destroy());
};

/** A page that watches the feed. */
const liveFeed: Obstacle = async ({ url, env }) => {
  const made = await runCli(['token', 'create', '--tenant', 'demo', '--scopes', 'read', '--json'], env);
  const { token } = JSON.parse(made.stdout) as { token: string };
  const stream = await fetch(`${url}/api/v1/decisions/stream`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(stream.status).toBe(200);
  return () => stream.text().catch(() => undefined);
};

it.each<[string, Obstacle]>([
  ['a store that does not answer', lockedStore],
  ['a body that never ends', endlessBody],
  ['a stream that never ends', liveFeed],
])('%s', async (_, obstacle) => {
  const place = await temporaryPlace('postgres');
  const { authorization } = place;
  const env = { DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl, PORT: '0' };
  const child = startCli(['serve', '--migrate'], env);
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);
  const first = encodeLogsRequest(claudeLogsRequest(100, 1));
  // A database that is slow at first is not what is tried here.
  while ((await postLogs(url, authorization, first)).status !== 200) await pause(100);

  const clear = await obstacle({ url, authorization, env });
  expect(await stopInOrder(child)).toEqual([0, null]);
  await clear();
  const verified = await runCli(['verify', '--json'], env);
  expect(JSON.parse(verified.stdout)).toMatchObject({ verdict: 'verified' });
  await place.remove();
});
