// Which of the two databases it is, and what they say differently.
import type { Knex } from 'knex';

export type Dialect = 'sqlite' | 'postgres';

export function isPostgres(knex: Knex): boolean {
  const client = knex.client as { readonly config: { readonly client: unknown } };
  return client.config.client === 'pg';
}

export function dialectOf(knex: Knex): Dialect {
  return isPostgres(knex) ? 'postgres' : 'sqlite';
}

/**
 * A sum of integers, 0 of none; exact up to 2^53. SQLite's own `sum` ends its statement where 64 bits do not hold the result:
 * one client with absurd numbers would stop every report.
 */
export function sumSql(dialect: Dialect, expression: string): string {
  return dialect === 'sqlite' ? `CAST(total(${expression}) AS INTEGER)` : `coalesce(sum(${expression}), 0)`;
}
