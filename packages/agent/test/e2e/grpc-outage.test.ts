// The store goes away for a while: calls are refused so that they come back, and everything is there once.
import { expect, test } from '@jest/globals';
import { openDatabase } from '@governance-agent/audit-core';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseKinds } from '@governance-agent/testkit';
import { startCli, waitForLine } from '../cli/run-cli.ts';
import { grpcSender } from '../support/grpc-call.ts';
import { promptsRequest } from '../support/prompts-request.ts';
import { stopInOrder } from '../support/supervise.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { temporaryPlace } from '../support/temporary-place.ts';

const OUTAGE_MS = 5000;
const BATCHES = 30;

test.each(databaseKinds)('an outage of 5 s on %s', async (kind) => {
  const place = await temporaryPlace(kind);
  const { authorization, dataDir, databaseUrl } = place;
  const proxy = kind === 'postgres' ? await tcpProxy(databaseUrl) : undefined;
  const places = { DATA_DIR: dataDir, DATABASE_URL: proxy?.url ?? databaseUrl };
  const child = startCli(['serve', '--migrate'], { ...places, PORT: '0' });
  const [port] = await Promise.all([
    waitForLine(child, /OTLP\/gRPC[^}]*"port":(\d+)|"port":(\d+)[^}]*OTLP\/gRPC/),
    waitForLine(child, /"url":"(http:[^"]+)"/),
  ]);
  const sender = grpcSender(Number(port), authorization, { retrying: true });
  const impatient = grpcSender(Number(port), authorization);

  const database = openDatabase(databaseUrl);
  if (proxy === undefined) await database.knex.raw('BEGIN IMMEDIATE');
  else await proxy.down();
  const once14 = impatient.send('logs', promptsRequest('impatient', 1));
  const sent: Promise<number>[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    sent.push(sender.send('logs', promptsRequest(`outage-${batch}`, 5)));
    await pause(OUTAGE_MS / BATCHES);
  }
  // However long a busy machine takes to give up, the store is away until it has.
  expect(await once14).toBe(14);
  if (proxy === undefined) await database.knex.raw('COMMIT');
  else await proxy.up();

  expect(new Set(await Promise.all(sent))).toEqual(new Set([0]));
  const rows = await database.knex('audit_logs').where('session_id', 'like', 'outage-%').pluck('session_id');
  expect(rows).toHaveLength(BATCHES * 5);
  sender.close();
  impatient.close();
  await database.close();
  await stopInOrder(child);
  await proxy?.down();
  await place.remove();
});
