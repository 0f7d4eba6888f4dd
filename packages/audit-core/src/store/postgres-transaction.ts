// One write transaction on PostgreSQL, and statements that are parsed once a connection.
import type { Knex } from 'knex';
import type { ClientBase, QueryResultRow } from 'pg';
import { withPostgres } from './connection.ts';

/** Resolves after commit. Rejects with the driver's error, or with what `work` threw; nothing is stored then. */
export function inPostgresTransaction<T>(knex: Knex, work: (client: ClientBase) => Promise<T>): Promise<T> {
  return withPostgres(knex, (client) => inTransaction(client, () => work(client)));
}

async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that is gone cannot roll back, and need not: the server did.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

export type RunNamed = <R extends QueryResultRow>(
  client: ClientBase,
  name: string,
  text: string,
  values: unknown[],
) => Promise<R[]>;

/** A name makes the statement parsed once a connection; plans are made anew each time (plan_cache_mode in database.ts). */
export function namedStatements(family: string): RunNamed {
  return async <R extends QueryResultRow>(
    client: ClientBase,
    name: string,
    text: string,
    values: unknown[],
  ) => {
    const { rows } = await client.query<R>({ name: `${family}-${name}`, text, values });
    return rows;
  };
}
