// Reads a chain for verification with the rows that were detached in their places.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { DetachedRow, StoredRow, ThereRow, WalkedRow } from '../chain/stored-row.ts';
import { GENESIS_HASH } from '../hash.ts';
import { readRows, type ChainPage } from './chain-rows.ts';
import { createChainPage, readChain, wholeNumbers } from './read-chain.ts';
import { readRowHash } from './walk-reader.ts';

const PAGE_ROWS = 1000;

export interface WalkedPage {
  /** in order of seq */
  readonly rows: readonly WalkedRow[];
  /** rows that are there and among the detached as well: they may have been detached between two looks */
  readonly twice: readonly number[];
}

/** Rows `from` to `through` of one chain in seq order, a page at a time; the event loop runs in between. */
export async function* readWalk(
  knex: Knex,
  tenant: string,
  from: number,
  through: number,
  page: ChainPage = createChainPage(knex),
): AsyncGenerator<WalkedPage> {
  const first = (await boundOf(knex, tenant, { from, through }, 0)) ?? through + 1;
  let next = from;
  let before: Leaf | null = null;
  for await (const rows of readChain(page, tenant, from, first - 1)) {
    // What is not there may have been detached since.
    if (rows.some(({ seq }, index) => seq !== next + index)) break;
    yield { rows, twice: [] };
    before = rows.at(-1) ?? before;
    next += rows.length;
  }
  for (before ??= await hashBefore(knex, tenant, next); next <= through;) {
    const mixed: MixedPage = await mixedPage(knex, tenant, { from: next, through }, before);
    if (mixed.page.rows.length > 0) yield mixed.page;
    [before, next] = [mixed.last, mixed.end + 1];
  }
}

interface Range {
  readonly from: number;
  readonly through: number;
}

/** The row behind `skip` detached ones; null where there are no more. */
async function boundOf(
  knex: Knex,
  tenant: string,
  { from, through }: Range,
  skip: number,
): Promise<number | null> {
  const found = await knex('detached_rows')
    .where({ tenant })
    .where('seq', '>=', from)
    .where('seq', '<=', through)
    .orderBy('seq')
    .offset(skip)
    .first<{ seq: number } | undefined>('seq');
  return found?.seq ?? null;
}

interface MixedPage {
  readonly page: WalkedPage;
  readonly end: number;
  readonly last: Leaf;
}

type Leaf = Pick<DetachedRow, 'seq' | 'row_hash'>;

// What is there is read first: a row that is detached meanwhile is then seen twice, and never missed.
async function mixedPage(knex: Knex, tenant: string, range: Range, before: Leaf): Promise<MixedPage> {
  await nextTurn();
  const bound = (await boundOf(knex, tenant, range, PAGE_ROWS - 1)) ?? range.through;
  const read: StoredRow[] = await readRows(knex, tenant)
    .where('l.seq', '>=', range.from)
    .where('l.seq', '<=', bound)
    .limit(PAGE_ROWS + 1);
  const stored = wholeNumbers(read, PAGE_ROWS);
  const end = read.length <= PAGE_ROWS ? bound : (stored.at(-1)?.seq ?? bound);
  const kept = await readKept(knex, tenant, { from: range.from, through: end });
  const there = new Set(stored.map(({ seq }) => seq));
  const twice = kept.filter(({ seq }) => there.has(seq)).map(({ seq }) => seq);
  const rows = linked([...stored, ...kept.filter(({ seq }) => !there.has(seq))], before);
  return { page: { rows, twice }, end, last: rows.at(-1) ?? before };
}

export type KeptRow = Omit<DetachedRow, 'prev_hash'>;

async function readKept(knex: Knex, tenant: string, { from, through }: Range): Promise<KeptRow[]> {
  const rows = await knex('detached_rows')
    .where({ tenant })
    .where('seq', '>=', from)
    .where('seq', '<=', through)
    .orderBy('seq')
    .select<Omit<KeptRow, 'isDetached'>[]>(KEPT_COLUMNS);
  return rows.map((row) => ({ ...row, isDetached: true }));
}

export const KEPT_COLUMNS = ['seq', 'received_at', 'session', 'session_seq', 'body_hash', 'row_hash'];

/** In order of seq; the row before a detached one says what its envelope names as `prev_hash`. */
function linked(rows: readonly (ThereRow | KeptRow)[], before: Leaf): WalkedRow[] {
  let last = before;
  return rows
    .toSorted((a, b) => a.seq - b.seq)
    .map((row) => {
      const prev_hash = last.seq === row.seq - 1 ? last.row_hash : '';
      last = row;
      return 'isDetached' in row ? { ...row, prev_hash } : row;
    });
}

async function hashBefore(knex: Knex, tenant: string, seq: number): Promise<Leaf> {
  const row_hash = seq === 1 ? GENESIS_HASH : await readRowHash(knex, tenant, seq - 1);
  return { seq: seq - 1, row_hash: row_hash ?? '' };
}

/** One row, there or detached; null where it is neither. */
export async function readWalked(knex: Knex, tenant: string, seq: number): Promise<WalkedRow | null> {
  for await (const { rows } of readWalk(knex, tenant, seq, seq)) return rows[0] ?? null;
  return null;
}
