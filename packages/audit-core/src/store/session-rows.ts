// Reads the rows of one session for verification, in the order of their counter, the detached ones in their places.
import type { Knex } from 'knex';
import type { DetachedRow, StoredRow, WalkedRow } from '../chain/stored-row.ts';
import { sessionLine } from '../envelope.ts';
import { GENESIS_HASH } from '../hash.ts';
import { readRows } from './chain-rows.ts';
import { leavesOf } from './leaves.ts';
import { KEPT_COLUMNS, type KeptRow } from './walked-rows.ts';

const PAGE_ROWS = 1000;

export interface SessionPageQuery {
  readonly tenant: string;
  readonly sessionId: string;
  /** newest row of the chain that is looked at */
  readonly newest: number;
  /** counter: rows behind it */
  readonly after: number;
}

export interface SessionRows {
  readonly rows: readonly WalkedRow[];
  readonly isLast: boolean;
}

// What is there is read first: a row that is detached meanwhile is then seen twice, and never missed.
export async function readSessionPage(knex: Knex, query: SessionPageQuery): Promise<SessionRows> {
  const { tenant, sessionId, newest, after } = query;
  const stored: StoredRow[] = await readRows(knex, tenant)
    .where('l.session_id', sessionId)
    .where('l.seq', '<=', newest)
    .where('l.session_seq', '>', after)
    .clearOrder()
    .orderBy('l.session_seq')
    .limit(PAGE_ROWS);
  const there = new Set(stored.map(({ seq }) => seq));
  const kept = (await readKept(knex, query)).filter(({ seq }) => !there.has(seq));
  const rows = [...stored, ...kept].sort((a, b) => a.session_seq - b.session_seq).slice(0, PAGE_ROWS);
  const isLast = rows.length < PAGE_ROWS;
  return { rows: await linked(knex, tenant, rows), isLast };
}

async function readKept(
  knex: Knex,
  { tenant, sessionId, newest, after }: SessionPageQuery,
): Promise<KeptRow[]> {
  const rows = await knex('detached_rows')
    .where({ tenant, session: sessionLine(sessionId) })
    .where('seq', '<=', newest)
    .where('session_seq', '>', after)
    .orderBy('session_seq')
    .limit(PAGE_ROWS)
    .select<Omit<KeptRow, 'isDetached'>[]>(KEPT_COLUMNS);
  return rows.map((row) => ({ ...row, isDetached: true }));
}

/** Rows of a session are no neighbours: what each detached one names as `prev_hash` is looked up. */
async function linked(
  knex: Knex,
  tenant: string,
  rows: readonly (StoredRow | KeptRow)[],
): Promise<WalkedRow[]> {
  const before = rows.filter((row) => 'isDetached' in row).map(({ seq }) => seq - 1);
  const hashes = new Map([[0, GENESIS_HASH]]);
  if (before.length > 0)
    for (const { seq, row_hash } of await leavesOf(knex, tenant)
      .whereIn('seq', before)
      .select('seq', 'row_hash'))
      hashes.set(seq, row_hash);
  return rows.map((row): StoredRow | DetachedRow =>
    'isDetached' in row ? { ...row, prev_hash: hashes.get(row.seq - 1) ?? '' } : row,
  );
}
