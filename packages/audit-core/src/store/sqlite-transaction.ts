// One write transaction on SQLite, with statements prepared once a connection.
import { setTimeout as pause } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import { withSqlite } from './connection.ts';
import { BUSY_TIMEOUT_MS } from './database.ts';
import { errorCode } from './error-code.ts';

/** The connection is lent to `work` alone for as long as it takes. Rejects with the driver's error, or with what `work` threw. */
export interface SqliteTransactions<Statements> {
  /**
   * From one snapshot, without the write lock: what is read may have changed a moment later. A snapshot for all of it costs
   * what one would for each statement.
   */
  read<T>(work: (statements: Statements) => T | Promise<T>): Promise<T>;
  /** Resolves after commit. Nothing is stored where it rejects. The event loop is free whenever `work` waits. */
  write<T>(work: (statements: Statements) => T | Promise<T>): Promise<T>;
}

export function createSqliteTransactions<Statements>(
  knex: Knex,
  prepare: (connection: BetterSqlite3.Database) => Statements,
): SqliteTransactions<Statements> {
  // Statements live as long as their connection; knex may replace the connection.
  const prepared = new WeakMap<BetterSqlite3.Database, Statements>();
  const statementsOf = (connection: BetterSqlite3.Database): Statements => {
    const known = prepared.get(connection) ?? prepare(connection);
    prepared.set(connection, known);
    return known;
  };
  return {
    read: (work) =>
      withSqlite(knex, (connection) => {
        connection.exec('BEGIN');
        return untilEnd(connection, () => work(statementsOf(connection)));
      }),
    write: (work) =>
      whileBusy(() =>
        withSqlite(knex, (connection) => {
          // IMMEDIATE takes the write lock before anything is read: a second writer never works from what is stale.
          withBriefWait(connection, () => connection.exec('BEGIN IMMEDIATE'));
          return untilEnd(connection, () => work(statementsOf(connection)));
        }),
      ),
  };
}

// Without a wait in between unless `work` waits: another connection of this thread would block the thread until it gave up.
function untilEnd<T>(connection: BetterSqlite3.Database, work: () => T | Promise<T>): T | Promise<T> {
  const undo = (error: unknown): never => {
    // Some errors, such as a full disk, have rolled back already.
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  };
  const commit = (result: T): T => {
    connection.exec('COMMIT');
    return result;
  };
  try {
    const result = work();
    return result instanceof Promise ? result.then(commit).catch(undo) : commit(result);
  } catch (error) {
    return undo(error);
  }
}

const BUSY_WAIT_MS = 20;
const BUSY_TRIES = 30;
const BUSY_PAUSE_MS = 100;

// SQLite's own busy handler blocks the thread, so it waits briefly and the rest of the wait happens out here.
function withBriefWait<T>(connection: BetterSqlite3.Database, work: () => T): T {
  // Not `pragma`, which compiles a function for its answer each time.
  connection.exec(`PRAGMA busy_timeout = ${BUSY_WAIT_MS}`);
  try {
    return work();
  } finally {
    connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/** Tries again for some seconds while another connection writes. */
export async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === BUSY_TRIES || errorCode(error) !== 'SQLITE_BUSY') throw error;
    }
    await pause(BUSY_PAUSE_MS);
  }
}
