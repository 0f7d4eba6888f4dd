// Keys are rotated beside an agent under load: no request is refused, and every answered record is stored and verifies.
import { expect, test } from '@jest/globals';
import { openDatabase, readAdministration, verify } from '@governance-agent/audit-core';
import { claudeLogsRequest, databaseKinds, encodeLogsRequest } from '@governance-agent/testkit';
import { once } from 'node:events';
import { readPublicKeys } from '../../src/keys/key-history.ts';
import { runCli, startCli, waitForLine, type Environment } from '../cli/run-cli.ts';
import { postLogs } from '../support/ingest.ts';
import { temporaryPlace } from '../support/temporary-place.ts';

/** A rotation that dies somewhere on its way: what it began, the next one finishes. */
async function killedRotation(env: Environment, afterMs: number): Promise<void> {
  const child = startCli(['keys', 'rotate'], env);
  const ended = once(child, 'close');
  setTimeout(() => child.kill('SIGKILL'), afterMs);
  await ended;
}

const RECORDS = 10;
const ROTATIONS = 3;

test.each(databaseKinds)('on %s', async (kind) => {
  const place = await temporaryPlace(kind);
  const { authorization } = place;
  const env = { DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl, PORT: '0', LOG_FORMAT: 'json' };
  const child = startCli(['serve', '--migrate'], env);
  const ended = once(child, 'close');
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);

  let [sent, busy] = [0, true];
  const statuses: number[] = [];
  const sender = async (): Promise<void> => {
    while (busy) {
      const first = sent++ * RECORDS;
      const body = encodeLogsRequest(claudeLogsRequest(first, RECORDS));
      statuses.push((await postLogs(url, authorization, body)).status);
    }
  };
  const senders = Array.from({ length: 4 }, sender);
  while (statuses.length < 20) await new Promise((resolve) => setTimeout(resolve, 20));
  for (let round = 0; round < ROTATIONS; round += 1) {
    await killedRotation(env, 350 + 60 * round);
    expect(await runCli(['keys', 'rotate', '--json'], env)).toMatchObject({ code: 0 });
  }
  busy = false;
  await Promise.all(senders);
  child.kill('SIGTERM');
  await ended;

  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  const database = openDatabase(place.databaseUrl);
  const stored = await database
    .knex('audit_logs')
    .whereNot({ plane: 'agent' })
    .orderBy('client_sequence')
    .pluck<number[]>('client_sequence');
  expect(stored).toEqual(Array.from({ length: statuses.length * RECORDS }, (_, index) => index));
  // One that was killed late may have finished before.
  const rotations = await readAdministration(database.knex, 'demo', ['key_rotation']);
  expect(rotations.length).toBeGreaterThanOrEqual(ROTATIONS);
  const trustedKeys = await readPublicKeys(place.dataDir);
  expect(trustedKeys).toHaveLength(rotations.length + 1);
  const report = await verify({ database, trustedKeys, mode: 'deep', clock: { now: Date.now } });
  expect(report.verdict).toBe('verified');
  await database.close();
  await place.remove();
});
