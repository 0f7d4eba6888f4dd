// A real PostgreSQL for a benchmark, as users run one: durable commits. One that would not sync is refused.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '@governance-agent/audit-core';
import { cpuSecondsOfTree } from '../cpu.ts';
import { postgresServer, type PostgresServer } from '@governance-agent/testkit';

export interface BenchPostgres {
  readonly url: string;
  /** Version, and what makes commits durable. */
  readonly description: string;
  /** Seconds of all processes of the server (Linux). */
  cpuSeconds(): Promise<number>;
  /** An orderly end: the cluster stays. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** @param directory of the cluster, made where there is none */
export async function benchPostgres(directory: string): Promise<BenchPostgres> {
  const server = await serverIn(directory);
  const postmaster = postmasterOf(directory) ?? 0;
  // The server must not outlive a benchmark that is interrupted.
  const end = (): void => void server.remove().finally(() => process.exit(130));
  process.once('SIGINT', end).once('SIGTERM', end);
  const away = (): void => void process.off('SIGINT', end).off('SIGTERM', end);
  return {
    url: server.url,
    description: await describe(server),
    cpuSeconds: () => cpuSecondsOfTree(postmaster),
    stop: () => server.stop().finally(away),
    remove: () => server.remove().finally(away),
  };
}

/** Making a cluster that was cut leaves one that never starts: it is made anew. */
async function serverIn(directory: string): Promise<PostgresServer> {
  const made = `${directory}.made`;
  await endLeftServer(directory);
  if (!existsSync(made)) rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const server = await postgresServer(directory);
  writeFileSync(made, '');
  return server;
}

/** The server of a benchmark that was killed still holds the cluster. Linux; elsewhere the start says so. */
async function endLeftServer(directory: string): Promise<void> {
  const pid = postmasterOf(directory);
  const isIts = (): boolean =>
    pid !== undefined && (textOf(`/proc/${pid}/cmdline`)?.split('\0').includes(directory) ?? false);
  if (pid === undefined || !isIts()) return;
  process.kill(pid, 'SIGQUIT');
  while (isIts()) await pause(50);
}

function postmasterOf(directory: string): number | undefined {
  const text = textOf(path.join(directory, 'postmaster.pid'));
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function describe(server: PostgresServer): Promise<string> {
  try {
    return await describePostgres(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const DURABLE = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/** Throws where a commit that was answered could be lost with the power. */
export async function describePostgres(url: string): Promise<string> {
  const database = openDatabase(url);
  try {
    const show = async (name: string): Promise<string> => {
      const { rows } = await database.knex.raw<{ rows: Record<string, string>[] }>(`SHOW ${name}`);
      return Object.values(rows[0] ?? {})[0] ?? '';
    };
    for (const name of DURABLE)
      if ((await show(name)) !== 'on')
        throw new Error(`PostgreSQL runs with ${name} off: nothing to measure`);
    const version = (await show('server_version')).split(' ')[0] ?? '';
    return `PostgreSQL ${version}, ${DURABLE.map((name) => `${name} on`).join(', ')}`;
  } finally {
    await database.close();
  }
}
