// SQLite that refuses for a while under load: senders are told to come back, /readyz says why, and nothing has to be restarted.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { batch, inspect, load, notOnce, RECORDS, startAgent, type RunningAgent } from './faulty-agent.ts';
import { temporaryPlace } from '../support/temporary-place.ts';
import { postLogs } from '../support/ingest.ts';

interface SqliteFault {
  readonly name: string;
  readonly begins: string;
  readonly ends: string;
  /** Codes in the order of their causes. */
  readonly says: string;
}

const FAULTS: readonly SqliteFault[] = [
  {
    name: 'the disk is full',
    // Never below what the file has: it cannot grow by another page.
    begins: 'PRAGMA max_page_count = 1',
    ends: 'PRAGMA max_page_count = 1073741823',
    says: 'store_unavailable < SQLITE_FULL',
  },
  {
    name: 'the disk is read-only',
    begins: 'PRAGMA query_only = ON',
    ends: 'PRAGMA query_only = OFF',
    says: 'store_unavailable < SQLITE_READONLY',
  },
];

async function ready(agent: RunningAgent) {
  const answer = await fetch(`${agent.url}/readyz`);
  return { status: answer.status, body: (await answer.json()) as { checks: Record<string, string> } };
}

test.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
  const place = await temporaryPlace('sqlite');
  const control = path.join(place.dataDir, 'fault.sql');
  await writeFile(control, fault.ends);
  const agent = await startAgent(place, { FAULT_FILE: control });
  const before = await load(agent.url, place.authorization, 0, ({ acknowledged }) => acknowledged.length > 3);

  await writeFile(control, fault.begins);
  // Pages that are half empty take some more.
  const refused: number[] = [];
  const taken: number[] = [];
  for (let first = 100_000; refused.length < 5; first += RECORDS) {
    const answer = await postLogs(agent.url, place.authorization, batch(first));
    const text = await answer.text();
    if (answer.status === 200) {
      taken.push(first);
      continue;
    }
    refused.push(first);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(text).not.toMatch(/SQLITE|INSERT|configuration of the build|package-/);
  }
  expect(await ready(agent)).toMatchObject({
    status: 503,
    body: { status: 'not ready', checks: { rows: fault.says, store: 'current' } },
  });
  const during = await inspect(place);
  expect(notOnce(during, [...before.acknowledged, ...taken])).toEqual([]);
  expect(refused.filter((first) => during.times.has(first))).toEqual([]);
  expect(during.report.verdict).toBe('verified');

  await writeFile(control, fault.ends);
  for (const first of refused) {
    expect((await postLogs(agent.url, place.authorization, batch(first))).status).toBe(200);
  }
  expect(await ready(agent)).toMatchObject({ status: 200, body: { checks: { rows: 'stored' } } });
  await agent.stop();
  const after = await inspect(place);
  expect(notOnce(after, [...before.acknowledged, ...taken, ...refused])).toEqual([]);
  expect(after.unsigned).toBe(0);
  expect(after.report.verdict).toBe('verified');
  await place.remove();
});
