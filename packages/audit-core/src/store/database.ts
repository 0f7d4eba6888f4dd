// Opens the one database: SQLite (embedded) or PostgreSQL, both through knex.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { AuditError } from '../errors.ts';
import type { Dialect } from './dialect.ts';

export interface Database {
  readonly dialect: Dialect;
  /** What `openDatabase` was given: a thread that verifies opens a connection of its own. May hold a password. */
  readonly url: string;
  readonly knex: Knex;
  close(): Promise<void>;
}

/** An append must be answered well within the 10 s after which an exporter gives up (OTLP rule H17). */
const ACQUIRE_TIMEOUT_MS = 3000;

/** The pages that appends and reports come back to. */
const CACHE_KIB = 32_768;

export interface OpenOptions {
  /** pages of SQLite that a connection keeps; more than most need */
  readonly cacheKiB?: number;
}

/** How long a command beside a running agent waits for the write lock of SQLite. */
export const BUSY_TIMEOUT_MS = 1000;

/**
 * Pages, 16 MiB: those that every group touches are written to the file once for many groups. More would be felt by whoever
 * waits for the commit that writes them back.
 */
export const AUTOCHECKPOINT_PAGES = 2000;

/**
 * Opens `sqlite:<path>` or `postgres://…`. Connects lazily; creates the SQLite file at mode 0600.
 * @throws AuditError `unsupported_database` for any other URL.
 */
export function openDatabase(url: string, { cacheKiB = CACHE_KIB }: OpenOptions = {}): Database {
  if (url.startsWith('sqlite:'))
    return database('sqlite', url, sqliteConfig(url.slice('sqlite:'.length), cacheKiB));
  if (isPostgresUrl(url)) return database('postgres', url, postgresConfig(url));
  throw new AuditError('unsupported_database', 'DATABASE_URL must begin with sqlite: or postgres://');
}

/** A copy of a store that follows it, such as a streaming standby. It is read and never written. */
export interface ReadCopy extends Database {
  /** Ends every connection at once: reads under way reject, later ones connect anew. For a server that hangs. */
  cut(): void;
}

/**
 * Opens `postgres://…` for reading alone: the server refuses whatever would write, also where the URL names a primary.
 * @throws AuditError `unsupported_database` for any other URL.
 */
export function openReadCopy(url: string): ReadCopy {
  if (!isPostgresUrl(url)) throw new AuditError('unsupported_database', 'A copy must begin with postgres://');
  const sockets = new Set<Socket>();
  const stream = (): Socket => {
    const socket = new Socket();
    sockets.add(socket);
    return socket.once('close', () => sockets.delete(socket));
  };
  const own = { ...READ_ONLY, stream } as Partial<Knex.PgConnectionConfig>;
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return { ...database('postgres', url, postgresConfig(url, own)), cut };
}

// knex would print SQL and its bindings to the console. Whatever goes wrong reaches the caller as an error.
const nothing = (): void => undefined;
const SILENT = { warn: nothing, error: nothing, deprecate: nothing, debug: nothing };

function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

function database(dialect: Dialect, url: string, config: Knex.Config): Database {
  const instance = knex({ ...config, log: SILENT, acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS });
  return { dialect, url, knex: instance, close: () => instance.destroy() };
}

function sqliteConfig(file: string, cacheKiB: number): Knex.Config {
  const filename = path.resolve(file);
  mkdirSync(path.dirname(filename), { recursive: true, mode: 0o700 });
  closeSync(openSync(filename, 'a', 0o600));
  return {
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: BetterSqlite3.Database, done: (error: Error | null) => void) => {
        done(configureSqlite(connection, cacheKiB));
      },
    },
  };
}

function configureSqlite(connection: BetterSqlite3.Database, cacheKiB: number): Error | null {
  try {
    connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    connection.pragma('page_size = 8192');
    connection.pragma(`cache_size = -${cacheKiB}`);
    connection.pragma('journal_mode = WAL');
    connection.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
    // FULL: a commit that was answered survives a power cut, not just a crash of this process.
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    // Content that is erased is overwritten, not just unlinked.
    connection.pragma('secure_delete = ON');
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error('The SQLite file could not be opened.');
  }
}

// A generic plan made while the tables were small scans them whole for as long as the connection lives.
// Processes to help with some thousand rows take longer to start than to read them.
const PLANS = '-c plan_cache_mode=force_custom_plan -c parallel_setup_cost=50000';
const READ_ONLY = {
  pipeline: false,
  options: `${PLANS} -c default_transaction_read_only=on`,
  application_name: 'governance-agent-reads',
};

function postgresConfig(connectionString: string, own: Partial<Knex.PgConnectionConfig> = {}): Knex.Config {
  return {
    client: 'pg',
    connection: {
      connectionString,
      types: { getTypeParser },
      connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      keepAlive: true,
      options: PLANS,
      // Statements that do not wait for each other are sent together.
      pipeline: true,
      lock_timeout: 4000,
      idle_in_transaction_session_timeout: 10_000,
      application_name: 'governance-agent',
      ...own,
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: 10 },
  };
}

// Type ids of pg_type: int8 and numeric (what sum() over int8 gives).
const INTEGER_TYPES: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];

type TypeParsers = (oid: number, format?: 'text' | 'binary') => (value: string) => unknown;
const defaultParsers = pg.types.getTypeParser as TypeParsers;

// Every integer of the store is within 2^53-1 (audit-row format), sums included.
const getTypeParser: TypeParsers = (oid, format) =>
  INTEGER_TYPES.includes(oid) ? Number : defaultParsers(oid, format);
