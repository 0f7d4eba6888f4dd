// Reads chains for verification: tenants, heads, and rows with their content in pages.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { StoredRow } from '../chain/stored-row.ts';
import type { Break } from '../chain/verdict.ts';
import { ROW_COLUMNS } from '../row.ts';
import type { ChainHead } from '../seal.ts';
import { leavesOf } from './leaves.ts';

const PAGE_ROWS = 1000;

// SQLite answers within the same turn of the event loop: without `nextTurn`, a verification would let no request in.

/** Every tenant that has rows, a head or a checkpoint: deleting some of them does not hide the others. */
export async function readTenants(knex: Knex): Promise<string[]> {
  await nextTurn();
  const heads = await knex('chain_heads').pluck<string[]>('tenant');
  const rows = await knex('audit_logs').distinct().pluck<string[]>('tenant');
  const contents = await knex('audit_content').distinct().pluck<string[]>('tenant');
  const checkpoints = await knex('checkpoints').distinct().pluck<string[]>('tenant');
  const detached = await knex('detached_usage').distinct().pluck<string[]>('tenant');
  return [...new Set([...heads, ...rows, ...contents, ...checkpoints, ...detached])].sort();
}

/** The names of all chains. */
export function readOrigins(knex: Knex): Promise<string[]> {
  return knex('chain_heads').pluck<string[]>('origin');
}

export async function readHead(knex: Knex, tenant: string): Promise<ChainHead | null> {
  const head = await knex<ChainHead>('chain_heads').where({ tenant }).first();
  return head ?? null;
}

/** The newest row up to `upTo`; null when there is none. */
export async function readNewestSeq(knex: Knex, tenant: string, upTo: number): Promise<number | null> {
  await nextTurn();
  const row = await knex('audit_logs')
    .where({ tenant })
    .where('seq', '<=', upTo)
    .max<{ seq: number | null }[]>('seq as seq')
    .first();
  return row?.seq ?? null;
}

/** The first row of `from` to `through`, detached ones among them; null when there is none. */
export async function readNextSeq(
  knex: Knex,
  tenant: string,
  from: number,
  through: number,
): Promise<number | null> {
  const leaf = await leavesOf(knex, tenant)
    .where('seq', '>=', from)
    .where('seq', '<=', through)
    .orderBy('seq')
    .first<{ seq: number } | undefined>('seq');
  return leaf?.seq ?? null;
}

/** Rows `from` to `through` of one chain in seq order, a page at a time; the event loop runs in between. */
export async function* readChain(
  knex: Knex,
  tenant: string,
  from: number,
  through: number,
): AsyncGenerator<readonly StoredRow[]> {
  let next = from;
  for (;;) {
    await nextTurn();
    const query = readRows(knex, tenant).where('l.seq', '>=', next).where('l.seq', '<=', through);
    const page: readonly StoredRow[] = await query.limit(PAGE_ROWS + 1);
    const whole = wholeNumbers(page, PAGE_ROWS);
    const last = whole.at(-1);
    if (last === undefined) return;
    yield whole;
    if (page.length <= PAGE_ROWS) return;
    next = last.seq + 1;
  }
}

/**
 * A page of which one row more than wanted was read, without the last number then: no index over all partitions keeps a number from being there twice, and
 * one that is must not fall between two pages.
 */
export function wholeNumbers(page: readonly StoredRow[], limit: number): readonly StoredRow[] {
  if (page.length <= limit) return page;
  const last = page.at(-1)?.seq;
  const whole = page.filter(({ seq }) => seq !== last);
  return whole.length > 0 ? whole : page;
}

/** Rows of a chain with their content, in seq order: for the caller to narrow. */
export function readRows(knex: Knex, tenant: string) {
  return knex('audit_logs as l')
    .leftJoin('audit_content as c', (join) => join.on('c.tenant', 'l.tenant').andOn('c.seq', 'l.seq'))
    .where('l.tenant', tenant)
    .orderBy('l.seq')
    .select<StoredRow[]>(STORED_COLUMNS);
}

const STORED_COLUMNS = [
  ...ROW_COLUMNS.map((column) => `l.${column}`),
  'c.salt as content_salt',
  'c.content as content_text',
];

/**
 * Rows before the first and beyond the head, and content without a row. The newest row is read before the head: rows and head move in one
 * transaction, so an honest store that is being written to never shows a row its head does not know.
 */
export async function readStrays(knex: Knex, tenant: string): Promise<Break[]> {
  const newest = await knex('audit_logs')
    .where({ tenant })
    .max<{ seq: number | null }[]>('seq as seq')
    .first();
  const head = await readHead(knex, tenant);
  const orphans = await knex('audit_content as c')
    .leftJoin('audit_logs as l', (join) => join.on('l.tenant', 'c.tenant').andOn('l.seq', 'c.seq'))
    .where('c.tenant', tenant)
    .whereNull('l.seq')
    .orderBy('c.seq')
    .pluck<number[]>('c.seq');
  const strays = orphans.map((seq) => stray(seq, seq, 'content', 'content without a row'));
  const below = await knex('audit_logs')
    .where({ tenant })
    .where('seq', '<', 1)
    .orderBy('seq')
    .pluck<number[]>('seq');
  strays.push(...below.map((seq) => stray(seq, seq, 'seq', 'number outside the sequence')));
  const last = newest?.seq ?? 0;
  if (head !== null && last > head.size)
    strays.push(stray(head.size + 1, last, 'seq', 'rows beyond the head'));
  strays.push(...(await detachedStrays(knex, tenant, head?.size ?? 0)));
  return strays;
}

async function detachedStrays(knex: Knex, tenant: string, size: number): Promise<Break[]> {
  const outside = await knex('detached_rows')
    .where({ tenant })
    .where((any) => void any.where('seq', '<', 1).orWhere('seq', '>', size))
    .orderBy('seq')
    .limit(PAGE_ROWS)
    .pluck<number[]>('seq');
  return outside.map((seq) => stray(seq, seq, 'seq', 'a detached row outside the chain'));
}

function stray(seq: number, through: number, kind: Break['kind'], detail: string): Break {
  return { seq, through, kind, detail };
}
