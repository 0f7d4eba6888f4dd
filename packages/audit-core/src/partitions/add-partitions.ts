// Makes the partitions of times to come.
import type { ClientBase } from 'pg';
import { createLike, quoted } from './catalog.ts';
import {
  DEFAULT_PARTITION,
  partitionName,
  periodsAhead,
  TABLE,
  type Period,
  type TimeRange,
} from './period.ts';

/** Partitions that are kept ready behind the present one. */
const AHEAD = 3;

export interface Ahead {
  readonly period: Period;
  /** end of the newest partition there is */
  readonly boundary: number;
  /** Unix milliseconds */
  readonly now: number;
}

/** @returns names, in order of time. */
export async function addPartitions(client: ClientBase, { period, boundary, now }: Ahead): Promise<string[]> {
  const names: string[] = [];
  for (const range of periodsAhead(period, boundary, now, AHEAD)) {
    const name = partitionName(range.from);
    await createLike(client, name);
    await takeFromDefault(client, name, range);
    await client.query(
      `ALTER TABLE ${TABLE} ATTACH PARTITION ${quoted(name)} FOR VALUES FROM (${range.from}) TO (${range.to})`,
    );
    names.push(name);
  }
  return names;
}

/** Rows that came while nobody made partitions are moved as they are, in the transaction that makes theirs. */
async function takeFromDefault(client: ClientBase, name: string, { from, to }: TimeRange): Promise<void> {
  const within = `received_at >= ${from} AND received_at < ${to}`;
  const found = await client.query(`SELECT 1 FROM ${DEFAULT_PARTITION} WHERE ${within} LIMIT 1`);
  if (found.rowCount === 0) return;
  // As ATTACH does next, and before anything is moved: a row that came in between would make it fail.
  await client.query(`LOCK TABLE ${DEFAULT_PARTITION} IN ACCESS EXCLUSIVE MODE`);
  await client.query(`INSERT INTO ${quoted(name)} SELECT * FROM ${DEFAULT_PARTITION} WHERE ${within}`);
  await client.query(`ALTER TABLE ${DEFAULT_PARTITION} DISABLE TRIGGER USER`);
  await client.query(`DELETE FROM ${DEFAULT_PARTITION} WHERE ${within}`);
  await client.query(`ALTER TABLE ${DEFAULT_PARTITION} ENABLE TRIGGER USER`);
}
