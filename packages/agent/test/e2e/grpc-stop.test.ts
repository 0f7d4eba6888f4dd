// Stopping under load of gRPC calls: what was acknowledged is there, once; what was not can be sent again.
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { openDatabase } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { startCli, waitForLine } from '../cli/run-cli.ts';
import { grpcSender } from '../support/grpc-call.ts';
import { promptsRequest } from '../support/prompts-request.ts';
import { temporaryPlace } from '../support/temporary-place.ts';

const RECORDS = 5;
const [OK, UNAVAILABLE] = [0, 14];
/** The connection broke under the call: nothing was promised. */
const BROKEN = [1, UNAVAILABLE];

const cases = databaseKinds.flatMap((kind) => [[kind, 'SIGTERM'] as const, [kind, 'SIGKILL'] as const]);

it.each(cases)('on %s by %s', async (kind, signal) => {
  const place = await temporaryPlace(kind);
  const { authorization } = place;
  const env = { DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl, PORT: '0' };
  const child = startCli(['serve', '--migrate'], env);
  const ended = once(child, 'close');
  const [port] = await Promise.all([
    waitForLine(child, /"port":(\d+)/),
    waitForLine(child, /"url":"(http:[^"]+)"/),
  ]);

  const acknowledged: string[] = [];
  const unexpected: number[] = [];
  const send = async (name: number): Promise<void> => {
    const sender = grpcSender(Number(port), authorization);
    for (let batch = 0, code = OK; code === OK; batch += 1) {
      const session = `${name}-${batch}`;
      code = await sender.send('logs', promptsRequest(session, RECORDS));
      if (code === OK) acknowledged.push(session);
      else if (!BROKEN.includes(code)) unexpected.push(code);
      // Once: a second signal would cut the orderly end short.
      if (code === OK && acknowledged.length === 40) child.kill(signal);
    }
    sender.close();
  };
  await Promise.all(Array.from({ length: 8 }, (_, name) => send(name)));
  await ended;

  expect([unexpected, child.exitCode]).toEqual([[], signal === 'SIGTERM' ? 0 : null]);
  const database = openDatabase(place.databaseUrl);
  const sessions = await database.knex('audit_logs').pluck<string[]>('session_id');
  const stored = new Map<string, number>();
  for (const session of sessions) stored.set(session, (stored.get(session) ?? 0) + 1);
  expect(acknowledged.length).toBeGreaterThanOrEqual(40);
  expect(acknowledged.filter((session) => stored.get(session) !== RECORDS)).toEqual([]);
  expect([...stored.values()].filter((rows) => rows !== RECORDS)).toEqual([]);
  await database.close();
  await place.remove();
});
