// Fills the store of an agent with the telemetry of a month, through the real writer. Goes on where a run was cut.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  createAuditWriter,
  createSigner,
  openDatabase,
  readChainPosition,
  signingKeyFromPem,
  type AuditWriter,
} from '@governance-agent/audit-core';
import { thousands } from '../measure.ts';
import { agentProgram } from '../agent-program.ts';
import { createTelemetry, DATASETS, TENANT } from '../query/telemetry.ts';

export interface StoreOfAgent {
  readonly dataDir: string;
  readonly databaseUrl: string;
}

const BATCH = 500;
const CALLS_AT_ONCE = 4;
const TOLD_EVERY = 250_000;

/** Makes keys and schema as `init` does, then rows up to `rows`. */
export async function fill(store: StoreOfAgent, rows: number): Promise<void> {
  const env = { ...process.env, DATA_DIR: store.dataDir, DATABASE_URL: store.databaseUrl };
  await promisify(execFile)(process.execPath, [...agentProgram(), 'init'], { env });
  const database = openDatabase(store.databaseUrl);
  try {
    const { size } = await readChainPosition(database, TENANT);
    if (size >= rows) return;
    console.error(`filling ${store.dataDir}: ${thousands(size)} of ${thousands(rows)} rows are there`);
    const pem = await readFile(path.join(store.dataDir, 'keys/row-signing.pem'), 'utf8');
    const signer = createSigner({ key: signingKeyFromPem(pem) });
    const writer = createAuditWriter({ database, signer, clock: { now: () => Date.now() } });
    await append(writer, size - (size % BATCH), rows);
    await writer.close();
  } finally {
    await database.close();
  }
}

/** Batches go in in order: the chain is the same whoever waits for whom. */
async function append(writer: AuditWriter, from: number, rows: number): Promise<void> {
  const events = createTelemetry(rows);
  const begun = performance.now();
  let next = from;
  const call = async (): Promise<void> => {
    while (next < rows) {
      const first = next;
      next += BATCH;
      const dataset = DATASETS[Math.floor(first / BATCH) % DATASETS.length] ?? 'default';
      await writer.append({ org: TENANT, tenant: TENANT, dataset }, events(first, BATCH));
      if (next % TOLD_EVERY === 0) tell(next, (1000 * (next - from)) / (performance.now() - begun));
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, call));
}

function tell(rows: number, rate: number): void {
  console.error(`${thousands(rows)} rows, ${thousands(rate)} rows/s`);
}
