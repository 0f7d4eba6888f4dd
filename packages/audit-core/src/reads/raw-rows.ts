// Runs SQL text and gives back its rows: the two drivers wrap them differently.
import type { Knex } from 'knex';
import { isPostgres } from '../store/dialect.ts';
import type { SqlText } from './sql-text.ts';

/** The caller says what the statement selects. */
export async function rawRows<Row>(knex: Knex, { sql, bindings }: SqlText): Promise<Row[]> {
  const result: unknown = await knex.raw<unknown>(sql, [...bindings]);
  return (isPostgres(knex) ? (result as { rows: Row[] }).rows : result) as Row[];
}
