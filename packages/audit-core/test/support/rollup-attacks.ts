// What somebody with the database password can do to the rollups, as data: every column of every table, rows gone and rows added.
import type { Knex } from 'knex';
import { CELL_COLUMNS, MEMBER_COLUMNS, REACH_COLUMNS, SESSION_COLUMNS } from '../../src/rollups/tables.ts';

export interface RollupAttack {
  readonly name: string;
  readonly run: (knex: Knex) => Promise<unknown>;
  /** begins a name in the finding */
  readonly names: RegExp;
}

interface Table {
  readonly table: string;
  readonly columns: readonly string[];
  readonly names: RegExp;
  /** a column whose change makes another row */
  readonly other: string;
}

const TABLES: readonly Table[] = [
  { table: 'usage_rollups', columns: CELL_COLUMNS, names: /usage by /, other: 'value' },
  { table: 'usage_members', columns: MEMBER_COLUMNS, names: /distinct counts by /, other: 'member' },
  { table: 'usage_reach', columns: REACH_COLUMNS, names: /distinct counts by /, other: 'value' },
  { table: 'session_summaries', columns: SESSION_COLUMNS, names: /sessions/, other: 'session_id' },
  {
    table: 'session_turns',
    columns: ['session_id', 'correlation_id'],
    names: /turns/,
    other: 'correlation_id',
  },
];

type Row = Readonly<Record<string, string | number | null>>;

async function anyRow(knex: Knex, table: string): Promise<Row> {
  return (await knex(table).where({ tenant: 'acme' }).orderByRaw('1, 2, 3').first()) as Row;
}

/** Another value of the same type. */
function changed(value: string | number | null | undefined): string | number {
  if (typeof value === 'number') return value + 1;
  return /^\d{19}$/.test(value ?? '') ? '1795230615520000777' : `${value ?? ''}x`;
}

export const rollupAttacks: readonly RollupAttack[] = TABLES.flatMap(({ table, columns, names, other }) => [
  ...columns.map((column) => ({
    name: `edit ${table}.${column}`,
    // How many were there for the first time stands with the figures, and is what distinct counts are made of.
    names: table === 'usage_rollups' && /^(sessions|users)$/.test(column) ? /distinct counts by / : names,
    run: async (knex: Knex) => {
      const row = await anyRow(knex, table);
      await knex(table)
        .where(row)
        .update({ [column]: changed(row[column]) });
    },
  })),
  {
    name: `delete a row of ${table}`,
    names,
    run: async (knex: Knex) =>
      knex(table)
        .where(await anyRow(knex, table))
        .delete(),
  },
  {
    name: `delete every row of ${table}`,
    names,
    run: (knex: Knex) => knex(table).where({ tenant: 'acme' }).delete(),
  },
  {
    name: `add a row to ${table}`,
    names,
    run: async (knex: Knex) => {
      const row = await anyRow(knex, table);
      await knex(table).insert({ ...row, [other]: changed(row[other]) });
    },
  },
]);
