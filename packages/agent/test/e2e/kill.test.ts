import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, verify } from '@governance-agent/audit-core';
import { claudeLogsRequest, encodeLogsRequest, temporaryDirectory } from '@governance-agent/testkit';
import path from 'node:path';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { startCli, waitForLine } from '../cli/run-cli.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';

const KILLS = 20;
const RECORDS = 20;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());

// Sequence numbers are the records' own: claudeLogsRequest numbers them, the row keeps them as client_sequence.
async function loadUntilKilled(
  url: string,
  authorization: string,
  first: number,
  onFirst: () => void,
): Promise<number[]> {
  const acknowledged: number[] = [];
  let next = first;
  const worker = async (): Promise<void> => {
    for (;;) {
      const start = next;
      next += RECORDS;
      const answer = await postLogs(url, authorization, encodeLogsRequest(claudeLogsRequest(start, RECORDS)));
      if (answer.status !== 200) continue;
      acknowledged.push(start);
      if (acknowledged.length === 1) onFirst();
    }
  };
  await Promise.allSettled(Array.from({ length: 4 }, worker));
  return acknowledged;
}

test(`killed ${KILLS} times under load: every acknowledged record is there once and the chain verifies`, async () => {
  const env = { DATA_DIR: directory.path, PORT: '0', LOG_LEVEL: 'info', LOG_FORMAT: 'json' };
  const acknowledged: number[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const child = startCli(['start'], env);
    const ended = once(child, 'close');
    const url = await waitForLine(child, /(http:\/\/127\.0\.0\.1:\d+)/);
    const authorization = await demoAuthorization(directory.path);
    // From the first answer on, so that a slow machine is killed under load as well.
    const killSoon = (): void => void setTimeout(() => child.kill('SIGKILL'), Math.random() * 250);
    acknowledged.push(...(await loadUntilKilled(url, authorization, round * 1_000_000, killSoon)));
    await ended;
  }
  const database = openDatabase(`sqlite:${path.join(directory.path, 'audit.db')}`);
  const stored = await database.knex('audit_logs').pluck<number[]>('client_sequence');
  const counts = new Map<number, number>();
  for (const sequence of stored) counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
  const expected = acknowledged.flatMap((first) =>
    Array.from({ length: RECORDS }, (_, index) => first + index),
  );
  expect(expected.length).toBeGreaterThanOrEqual(KILLS * RECORDS);
  expect(expected.filter((sequence) => counts.get(sequence) !== 1)).toEqual([]);
  const { key } = await ensureSigningKey(directory.path);
  const clock = { now: Date.now };
  expect((await verify({ database, trustedKeys: [key.publicKey], mode: 'deep', clock })).verdict).toBe(
    'verified',
  );
  await database.close();
});
