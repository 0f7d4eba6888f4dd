// Proofs of a long chain: the first after a start (reads every row hash once) and those after it. No HTTP.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  createAuditWriter,
  createEventMasker,
  createProver,
  createSigner,
  EMPTY_EVENT,
  generateSigningKey,
  idempotencyKey,
  migrate,
  openDatabase,
  type MaskedEvent,
} from '@governance-agent/audit-core';
import { createMasker } from '@governance-agent/policy-engine';
import { median, percentile, signRate, thousands, timedAsync } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish, type Table } from '../result.ts';
import { runDirectory } from '../store/directories.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, 'database-url': { type: 'string' } },
});
const ROWS = wholeNumber('rows', values.rows);
const PROOFS = 500;
const BATCH = 500;

const directory = await runDirectory();
const url = values['database-url'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
const database = openDatabase(url);
await migrate(database);
const signer = createSigner({ key: generateSigningKey() });
const writer = createAuditWriter({ database, signer, clock: { now: Date.now } });
const masker = createEventMasker({ masker: createMasker({ settings: { detection: 'off' } }) });

function event(n: number): MaskedEvent {
  const time = (1_795_230_615_520_000_000n + BigInt(n)).toString();
  return masker.mask({
    ...EMPTY_EVENT,
    plane: 'claude_code',
    event: 'tool_result',
    sessionId: `session-${Math.floor(n / 500)}`,
    occurredAt: time,
    idempotencyKey: idempotencyKey(BigInt(time), String(n)),
  });
}

for (let first = 0; first < ROWS; first += 8 * BATCH) {
  const batches = Array.from({ length: 8 }, (_, b) =>
    Array.from({ length: BATCH }, (_, n) => event(first + b * BATCH + n)),
  );
  await Promise.all(
    batches.map((events) => writer.append({ org: 'bench', tenant: 'bench', dataset: 'default' }, events)),
  );
}
await writer.close();

const prover = createProver({ database });
const anyRow = (below: number): number => 1 + Math.floor(Math.random() * below);
const cold = await timedAsync(() => prover.inclusion('bench', anyRow(ROWS)));
const kinds: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['inclusion in the whole tree', () => prover.inclusion('bench', anyRow(ROWS))],
  ['inclusion in the first checkpoint', () => prover.covering('bench', anyRow(ROWS - 600))],
  ['inclusion in any tree', () => prover.inclusion('bench', 1, anyRow(ROWS))],
  ['consistency of any tree with the whole', () => prover.consistency('bench', anyRow(ROWS), ROWS)],
];
const rows: Table['rows'][number][] = [['the first after a start', (cold.seconds * 1000).toFixed(0), '']];
for (const [name, prove] of kinds) {
  const times: number[] = [];
  for (let count = 0; count < PROOFS; count += 1) times.push((await timedAsync(prove)).seconds * 1000);
  rows.push([name, median(times).toFixed(2), percentile(times, 0.99).toFixed(2)]);
}
publish('proofs', {
  signRate: signRate(),
  notes: [`${database.dialect}, ${thousands(ROWS)} rows, ${PROOFS} proofs of each kind; no HTTP.`],
  tables: [{ title: 'Proofs', columns: ['proof', 'p50 ms', 'p99 ms'], rows }],
  figures: { firstMs: cold.seconds * 1000 },
});
await database.close();
await rm(directory, { recursive: true, force: true });
