// The store alone: seal, sign, commit, then verify what was written. No HTTP, no masking.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createAuditWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  verify,
} from '@governance-agent/audit-core';
import { machine, signRate, thousands, timedAsync } from '../measure.ts';
import { createToolResults } from '../tool-results.ts';

const ROWS = Number(process.env['BENCH_RECORDS'] ?? 40_000);
const BATCH = 20;
const CALLS_AT_ONCE = 25;

const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-bench-'));
const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
const database = openDatabase(url);
await migrate(database);
const key = generateSigningKey();
const clock = { now: () => Date.now() };
const writer = createAuditWriter({ database, signer: createSigner({ key }), clock });
const toolResults = createToolResults();

const batches = Array.from({ length: ROWS / BATCH }, (_, index) => toolResults(index * BATCH, BATCH));
const rate = signRate();
console.log(`append: ${machine()}, native sign rate S = ${thousands(rate)}/s`);
let next = 0;
const call = async (): Promise<void> => {
  for (let events = batches[next++]; events !== undefined; events = batches[next++]) {
    await writer.append({ org: 'bench', tenant: 'bench', dataset: 'default' }, events);
  }
};
const cpu = process.cpuUsage();
const { seconds } = await timedAsync(() => Promise.all(Array.from({ length: CALLS_AT_ONCE }, call)));
const { user, system } = process.cpuUsage(cpu);
console.log('| step | rows/s | of S | CPU us/row |');
console.log('|---|---|---|---|');
console.log(
  `| append | ${thousands(ROWS / seconds)} | ${(ROWS / seconds / rate).toFixed(2)} | ${((user + system) / ROWS).toFixed(0)} |`,
);
for (const mode of ['full', 'deep'] as const) {
  const run = await timedAsync(() => verify({ database, trustedKeys: [key.publicKey], mode, clock }));
  console.log(
    `| verify ${mode}: ${run.result.verdict} | ${thousands(ROWS / run.seconds)} | ${(ROWS / run.seconds / rate).toFixed(2)} | |`,
  );
}
await writer.close();
await database.close();
await rm(directory, { recursive: true, force: true });
