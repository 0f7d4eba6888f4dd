// The rows of ingest health and the SQL that adds new ones to those that are there.
import type { Knex } from 'knex';
import { medianSkew, type SenderTally } from './tally.ts';

const CHUNK = 100;

export interface Entry {
  readonly tenant: string;
  readonly sender: string;
  readonly tally: SenderTally;
}

export type Row = Readonly<Record<string, string | number | null>>;

export function healthRow({ tenant, sender, tally }: Entry): Row {
  const { lastRejection } = tally;
  return {
    tenant,
    sender,
    first_seen: tally.firstSeen,
    last_seen: tally.lastSeen,
    last_accepted_at: tally.lastAcceptedAt,
    requests: tally.requests,
    records: tally.records,
    duplicates: tally.duplicates,
    rejected_records: tally.rejectedRecords,
    rejected_requests: tally.rejectedRequests,
    last_rejected_at: lastRejection?.at ?? null,
    last_reason: lastRejection?.reason ?? null,
    last_status: lastRejection?.status ?? null,
    clock_skew_ms: medianSkew(tally),
  };
}

type Sums = Readonly<Record<string, (table: string) => string>>;

const plus = (column: string) => (table: string) => `${table}.${column} + excluded.${column}`;
/** Greatest and least without the functions that the two databases name differently. */
const most = (column: string) => (table: string) =>
  `CASE WHEN ${table}.${column} IS NULL OR excluded.${column} > ${table}.${column}
   THEN excluded.${column} ELSE ${table}.${column} END`;
const least = (column: string) => (table: string) =>
  `CASE WHEN excluded.${column} < ${table}.${column} THEN excluded.${column} ELSE ${table}.${column} END`;
const last = (column: string) => (table: string) => `COALESCE(excluded.${column}, ${table}.${column})`;
const withNewerRejection = (column: string) => (table: string) =>
  `CASE WHEN excluded.last_rejected_at IS NOT NULL
     AND (${table}.last_rejected_at IS NULL OR excluded.last_rejected_at >= ${table}.last_rejected_at)
   THEN excluded.${column} ELSE ${table}.${column} END`;

export const HEALTH_SUMS: Sums = {
  first_seen: least('first_seen'),
  last_seen: most('last_seen'),
  last_accepted_at: most('last_accepted_at'),
  requests: plus('requests'),
  records: plus('records'),
  duplicates: plus('duplicates'),
  rejected_records: plus('rejected_records'),
  rejected_requests: plus('rejected_requests'),
  last_rejected_at: most('last_rejected_at'),
  last_reason: withNewerRejection('last_reason'),
  last_status: withNewerRejection('last_status'),
  clock_skew_ms: last('clock_skew_ms'),
};
export const COUNT_SUMS: Sums = { total: plus('total'), last_seen: most('last_seen') };

/** Rows must differ in their key. */
export async function upsert(
  trx: Knex,
  table: string,
  key: string[],
  rows: Row[],
  sums: Sums,
): Promise<void> {
  const merged = Object.fromEntries(
    Object.entries(sums).map(([column, sum]) => [column, trx.raw(sum(table))]),
  );
  for (let start = 0; start < rows.length; start += CHUNK) {
    await trx(table)
      .insert(rows.slice(start, start + CHUNK))
      .onConflict(key)
      .merge(merged);
  }
}
