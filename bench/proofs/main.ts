// Proofs of a long chain: the first after a start (reads every row hash once) and those after it. No HTTP.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
import { machine, median, percentile, thousands, timedAsync } from '../measure.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const PROOFS = 500;
const BATCH = 500;

const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-bench-'));
const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
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

console.log(`proofs: ${machine()}, ${database.dialect}, ${thousands(ROWS)} rows`);
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
console.log('| proof | median ms | p99 ms |');
console.log('|---|---|---|');
console.log(`| the first after a start | ${(cold.seconds * 1000).toFixed(0)} | |`);
for (const [name, prove] of kinds) {
  const times: number[] = [];
  for (let count = 0; count < PROOFS; count += 1) times.push((await timedAsync(prove)).seconds * 1000);
  console.log(`| ${name} | ${median(times).toFixed(2)} | ${percentile(times, 0.99).toFixed(2)} |`);
}
await database.close();
await rm(directory, { recursive: true, force: true });
