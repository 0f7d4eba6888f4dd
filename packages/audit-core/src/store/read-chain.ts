// Reads a chain from one row to another, a page at a time.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { ThereRow } from '../chain/stored-row.ts';
import { isPostgres } from './dialect.ts';
import { createChainRows, type ChainPage } from './chain-rows.ts';
import { createSqliteChainRows } from './sqlite-chain-rows.ts';

/** Few: what outlives the young generation is paid for a second time, and content may be long. */
const PAGE_ROWS = 250;

export function createChainPage(knex: Knex): ChainPage {
  return isPostgres(knex) ? createChainRows(knex) : createSqliteChainRows(knex);
}

/** Rows `from` to `through` in seq order; the event loop runs between two pages. */
export async function* readChain(
  page: ChainPage,
  tenant: string,
  from: number,
  through: number,
): AsyncGenerator<readonly ThereRow[]> {
  let next = from;
  for (;;) {
    // SQLite answers within the same turn: without this, a verification would let no request in.
    await nextTurn();
    const rows = await page(tenant, next, through, PAGE_ROWS + 1);
    const whole = wholeNumbers(rows, PAGE_ROWS);
    const last = whole.at(-1);
    if (last === undefined) return;
    yield whole;
    if (rows.length <= PAGE_ROWS) return;
    next = last.seq + 1;
  }
}

/**
 * A page of which one row more than wanted was read, without the last number then: no index over all partitions keeps a number from being there twice, and
 * one that is must not fall between two pages.
 */
export function wholeNumbers<Row extends { readonly seq: number }>(
  page: readonly Row[],
  limit: number,
): readonly Row[] {
  if (page.length <= limit) return page;
  const last = page.at(-1)?.seq;
  const whole = page.filter(({ seq }) => seq !== last);
  return whole.length > 0 ? whole : page;
}
