// Reads what is known of chains beside their rows: tenants, heads, and what belongs to no chain.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Break } from '../chain/verdict.ts';
import type { ChainHead } from '../seal.ts';
import { leavesOf } from './leaves.ts';

const MOST_STRAYS = 1000;

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
    .limit(MOST_STRAYS)
    .pluck<number[]>('seq');
  return outside.map((seq) => stray(seq, seq, 'seq', 'a detached row outside the chain'));
}

function stray(seq: number, through: number, kind: Break['kind'], detail: string): Break {
  return { seq, through, kind, detail };
}
