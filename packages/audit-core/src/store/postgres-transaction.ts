// One write transaction on PostgreSQL, and statements that are parsed once a connection.
import type { Knex } from 'knex';
import type { Client, ClientBase, QueryConfig, QueryResultRow } from 'pg';
import { withPostgres } from './connection.ts';
import { copyIn } from './copy-in.ts';

/**
 * Resolves after commit. Rejects with the driver's error, or with what `work` threw; nothing is stored then, unless the
 * connection was lost while the server committed: only sending the same again tells.
 */
export function inPostgresTransaction<T>(knex: Knex, work: (client: ClientBase) => Promise<T>): Promise<T> {
  return withPostgres(knex, (client) => inTransaction(client, () => work(client)));
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  try {
    await client.query(limited({ text: 'BEGIN' }));
    const result = await work();
    await client.query(limited({ text: 'COMMIT' }));
    return result;
  } catch (error) {
    // A connection that cannot roll back is gone or hangs, and need not: the server does. Whoever was lent it next would
    // wait in the same silence.
    await client.query(limited({ text: 'ROLLBACK' }, ROLLBACK_MS)).catch(() => client.end());
    throw error;
  }
}

// A server that hangs, a network that swallows packets, a standby that never confirms: TCP alone would wait for a quarter of
// an hour, with the chain's queue behind it. Longer than lock_timeout, and answered within the 10 s of an exporter.
const SILENCE_MS = 7000;
const ROLLBACK_MS = 1000;

/** `query_timeout` of pg: the query is given up, its connection is still busy with it. */
function limited(query: QueryConfig, milliseconds = SILENCE_MS): QueryConfig {
  return { ...query, ...{ query_timeout: milliseconds } };
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
    const { rows } = await client.query<R>(limited({ name: `${family}-${name}`, text, values }));
    return rows;
  };
}

/** @param sql COPY … FROM STDIN, in the text format. */
export function copied(client: ClientBase, sql: string, bytes: Buffer): Promise<void> {
  return copyIn(client, { sql, bytes, limit: SILENCE_MS });
}
