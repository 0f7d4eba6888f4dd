// Reads a table of rollups in the order of its primary key, a page at a time; values by their place: there are many rows.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { withSqlite } from './connection.ts';
import { isPostgres } from './dialect.ts';

export interface RollupTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** How many of the columns, from the first, are the primary key behind the tenant. */
  readonly keys: number;
}

export type RollupValues = readonly (string | number | null)[];

const PAGE_ROWS = 1000;

/** The event loop runs between two pages. */
export async function* readRollupPages(
  trx: Knex,
  tenant: string,
  table: RollupTable,
): AsyncGenerator<readonly RollupValues[]> {
  const read = isPostgres(trx) ? readPostgres : readSqlite;
  for (let last: RollupValues | undefined; ;) {
    await nextTurn();
    const page = await read(trx, tenant, table, last);
    yield page;
    last = page.at(-1);
    if (page.length < PAGE_ROWS) return;
  }
}

type ReadPage = (
  trx: Knex,
  tenant: string,
  table: RollupTable,
  after: RollupValues | undefined,
) => Promise<readonly RollupValues[]>;

const readSqlite: ReadPage = (trx, tenant, { name, columns, keys }, after) => {
  const key = columns.slice(0, keys).join(', ');
  const behind = after === undefined ? '' : `AND (${key}) > (${Array(keys).fill('?').join(', ')})`;
  const sql = `SELECT ${columns.join(', ')} FROM ${name} WHERE tenant = ? ${behind} ORDER BY ${key} LIMIT ${PAGE_ROWS}`;
  return withSqlite(trx, (connection) =>
    connection
      .prepare<unknown[], RollupValues>(sql)
      .raw()
      .all(tenant, after?.slice(0, keys) ?? []),
  );
};

const readPostgres: ReadPage = async (trx, tenant, { name, columns, keys }, after) => {
  const key = columns.slice(0, keys);
  const query = trx(name).where({ tenant }).orderBy(key).limit(PAGE_ROWS);
  if (after !== undefined)
    void query.whereRaw(`(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`, after.slice(0, keys));
  const rows = await query.select<Readonly<Record<string, RollupValues[number]>>[]>([...columns]);
  return rows.map((row) => columns.map((column) => row[column] ?? null));
};
