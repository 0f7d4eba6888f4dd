// The store of a benchmark: empty, or filled before; on SQLite, on a PostgreSQL of its own, or on a given one.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { keptDirectory, runDirectory } from './directories.ts';
import { fill, type StoreOfAgent } from './fill.ts';
import { benchPostgres, describePostgres } from './postgres.ts';

export interface BenchStore extends StoreOfAgent {
  /** What it is, and what makes its commits durable. */
  readonly description: string;
  /** Processor seconds of a server of its own so far; 0 where there is none. */
  serverCpu(): Promise<number>;
  /** Ends what serves it, and removes what is not kept. */
  close(): Promise<void>;
}

export interface WantedStore {
  /** `sqlite`, `postgres` or a URL */
  readonly database: string;
  /** rows that it holds */
  readonly rows: number;
  /** `write`: a copy that is removed at the end. `read`: the kept one itself, where there are rows. */
  readonly use: 'read' | 'write';
}

export async function openBenchStore(wanted: WantedStore): Promise<BenchStore> {
  const { database, rows, use } = wanted;
  if (database.includes(':')) return givenStore(database, rows);
  const open = database === 'postgres' ? postgresStore : sqliteStore;
  if (rows === 0) return open(await runDirectory(), 0, removeAll);
  const kept = keptDirectory(`${database}-${rows}`);
  const filled = await open(kept, rows, keepAll);
  if (use === 'read') return filled;
  await filled.close();
  const copy = await runDirectory();
  // Owners are kept: PostgreSQL runs as a user of its own where this runs as root.
  await promisify(execFile)('cp', ['-a', '--reflink=auto', `${kept}/.`, copy]);
  return open(copy, 0, removeAll);
}

const SQLITE = 'SQLite, synchronous = FULL';

const none = (): Promise<number> => Promise.resolve(0);

type End = (directory: string) => Promise<void>;
const removeAll: End = (directory) => rm(directory, { recursive: true, force: true });
const keepAll: End = () => Promise.resolve();

async function sqliteStore(directory: string, rows: number, end: End): Promise<BenchStore> {
  const dataDir = path.join(directory, 'data');
  const store = { dataDir, databaseUrl: `sqlite:${path.join(dataDir, 'audit.db')}` };
  await fill(store, rows);
  return { ...store, description: SQLITE, serverCpu: none, close: () => end(directory) };
}

async function postgresStore(directory: string, rows: number, end: End): Promise<BenchStore> {
  const server = await benchPostgres(path.join(directory, 'cluster'));
  const store = { dataDir: path.join(directory, 'data'), databaseUrl: server.url };
  try {
    await fill(store, rows);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const close = async (): Promise<void> => {
    await server.stop();
    await end(directory);
  };
  return { ...store, description: server.description, serverCpu: () => server.cpuSeconds(), close };
}

/** The keys that signed it are kept: without them nobody could add to its chain. */
async function givenStore(databaseUrl: string, rows: number): Promise<BenchStore> {
  const name = createHash('sha256').update(databaseUrl).digest('hex').slice(0, 12);
  const dataDir = path.join(keptDirectory(`given-${name}`), 'data');
  await fill({ dataDir, databaseUrl }, rows);
  const description = databaseUrl.startsWith('sqlite:') ? SQLITE : await describePostgres(databaseUrl);
  return { dataDir, databaseUrl, description, serverCpu: none, close: () => Promise.resolve() };
}
