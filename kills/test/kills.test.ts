// The short form of `pnpm kills`: the same code, few kills.
import { expect, test } from '@jest/globals';
import {
  databaseKinds,
  judgeRows,
  temporaryDatabaseUrl,
  temporaryDirectory,
} from '@governance-agent/testkit';
import { isGood, killsTable } from '../report.ts';
import { RECORDS, runKills } from '../run-kills.ts';

const KILLS = 3;

test.each(databaseKinds)('killed under load: nothing lost, nothing twice, on %s', async (kind) => {
  const directory = await temporaryDirectory();
  const store = await temporaryDatabaseUrl(kind);
  const place = { dataDir: directory.path, databaseUrl: store.url };
  const report = await runKills({ place, kills: KILLS });
  expect(report).toMatchObject({ lost: 0, doubled: 0, gaps: 0, unsigned: 0, dropped: 0, warnings: 0 });
  expect(report).toMatchObject({ kills: KILLS, verdict: 'verified' });
  expect(report.batches).toBeGreaterThanOrEqual(KILLS);
  expect(report.stored).toBeGreaterThanOrEqual(report.batches * RECORDS);
  expect(report.retries).toBeGreaterThan(0);
  expect(isGood(report)).toBe(true);
  expect(killsTable(new Map([[kind, report]])).split('\n')).toHaveLength(3);
  await store.remove();
  await directory.remove();
});

// A judge that finds nothing would be content with everything.
const signature = Buffer.alloc(64).toString('base64');
const row = (tenant: string, seq: number, client_sequence: number | null) => ({
  ...{ tenant, seq, client_sequence, signature },
});
const good = [row('a', 1, null), row('a', 2, 0), row('a', 3, 1), row('b', 1, 2), row('b', 2, 3)];
const acknowledged = [
  { tenant: 'a', first: 0 },
  { tenant: 'b', first: 2 },
];
const nothing = { lost: 0, doubled: 0, gaps: 0, unsigned: 0 };

test.each([
  ['what is as it should be', good, nothing],
  ['a record that is not there', good.slice(0, 4), { ...nothing, lost: 1 }],
  ['a record that is there twice', [...good, row('b', 3, 3)], { ...nothing, doubled: 1 }],
  ['a record twice, in two chains', [...good, row('c', 1, 3)], { ...nothing, doubled: 1 }],
  ['a record in the chain of another tenant', [...good.slice(0, 4), row('c', 1, 3)], { ...nothing, lost: 1 }],
  ['a gap', [...good.slice(0, 4), row('b', 3, 3)], { ...nothing, gaps: 1 }],
  ['a number twice', [...good, row('b', 2, null)], { ...nothing, gaps: 1 }],
  ['no signature', [...good, { ...row('b', 3, null), signature: '' }], { ...nothing, unsigned: 1 }],
])('the judge knows %s', (_, rows, judgement) => {
  expect(judgeRows(rows, acknowledged, 2)).toEqual(judgement);
});
