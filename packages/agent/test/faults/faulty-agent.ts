// A real agent as a process, with a fault in it or around it, and what must be true of its store afterwards.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDatabase, verify, type VerifyReport } from '@governance-agent/audit-core';
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { startCli, waitForLine } from '../cli/run-cli.ts';
import { postLogs } from '../support/ingest.ts';
import type { Place } from '../support/temporary-place.ts';

export const RECORDS = 20;

const PRELOAD = pathToFileURL(path.join(import.meta.dirname, 'scripts/fault.ts')).href;

export interface RunningAgent {
  readonly url: string;
  readonly child: ChildProcess;
  /** Resolves to exit code and signal. */
  readonly ended: Promise<unknown[]>;
  readonly stop: () => Promise<void>;
}

/** `env` may name a fault (scripts/fault.ts). */
export async function startAgent(
  { dataDir, databaseUrl }: Pick<Place, 'dataDir' | 'databaseUrl'>,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningAgent> {
  const places = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, PORT: '0', OTLP_GRPC_ENABLED: 'false' };
  const fault = { NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${PRELOAD}` };
  const child = startCli(['serve', '--migrate'], { ...places, INGEST_THREADS: '0', ...fault, ...env });
  const ended = once(child, 'close');
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, child, ended, stop };
}

/** A batch is named by the number of its first record; its rows keep the numbers as client_sequence. */
export function batch(first: number): Buffer {
  return encodeLogsRequest(claudeLogsRequest(first, RECORDS));
}

export interface Load {
  readonly offered: readonly number[];
  readonly acknowledged: readonly number[];
}

/** Four senders, until the agent cannot be reached any more or `enough` says so. */
export async function load(
  url: string,
  authorization: string,
  from: number,
  enough: (load: Load) => boolean = () => false,
): Promise<Load> {
  const offered: number[] = [];
  const acknowledged: number[] = [];
  const sender = async (): Promise<void> => {
    while (!enough({ offered, acknowledged })) {
      const first = from + offered.length * RECORDS;
      offered.push(first);
      const answer = await postLogs(url, authorization, batch(first));
      await answer.arrayBuffer();
      if (answer.status === 200) acknowledged.push(first);
    }
  };
  await Promise.allSettled(Array.from({ length: 4 }, sender));
  return { offered, acknowledged };
}

export interface Stored {
  /** How many rows there are of each record. */
  readonly times: ReadonlyMap<number, number>;
  readonly unsigned: number;
  readonly report: VerifyReport;
}

/** What is in the store, by a process that is not the agent. */
export async function inspect({ databaseUrl, dataDir }: Place): Promise<Stored> {
  const database = openDatabase(databaseUrl);
  try {
    const { key } = await ensureSigningKey(dataDir);
    const rows = await database
      .knex('audit_logs')
      .where({ tenant: 'demo' })
      .select<{ client_sequence: number; signature: string }[]>('client_sequence', 'signature');
    const times = new Map<number, number>();
    for (const { client_sequence: n } of rows) times.set(n, (times.get(n) ?? 0) + 1);
    const unsigned = rows.filter(({ signature }) => Buffer.from(signature, 'base64').length !== 64).length;
    const clock = { now: Date.now };
    const report = await verify({ database, trustedKeys: [key.publicKey], mode: 'deep', clock });
    return { times, unsigned, report };
  } finally {
    await database.close();
  }
}

/** The records of these batches that are not in the store exactly once. */
export function notOnce({ times }: Stored, batches: readonly number[]): number[] {
  const records = batches.flatMap((first) => Array.from({ length: RECORDS }, (_, index) => first + index));
  return records.filter((record) => times.get(record) !== 1);
}
