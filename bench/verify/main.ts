// Verification of a chain: full and deep, on one thread and on several. CPU time counts every thread of the process.
import { mkdtemp, rm } from 'node:fs/promises';
import { generateKeyPairSync, sign, verify as verifySignature } from 'node:crypto';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import {
  createAuditWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  verify,
  type VerifyMode,
} from '@governance-agent/audit-core';
import { machine, median, thousands, timedAsync } from '../measure.ts';
import { createToolResults } from '../tool-results.ts';

const ROWS = Number(process.env['BENCH_RECORDS'] ?? 100_000);
const BATCH = 500;

const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-bench-'));
const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
const database = openDatabase(url);
await migrate(database);
const key = generateSigningKey();
const clock = { now: () => Date.now() };
const writer = createAuditWriter({ database, signer: createSigner({ key }), clock });
const toolResults = createToolResults();

/** Native Ed25519 verifications per second of one core: what mode deep can reach at most. */
function verifyRate(): number {
  const pair = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(300, 7);
  const signature = sign(null, message, pair.privateKey);
  const rates = Array.from({ length: 5 }, () => {
    // CPU time, as below: the machine may be doing other things.
    const cpu = process.cpuUsage();
    for (let index = 0; index < 2000; index += 1) verifySignature(null, message, pair.publicKey, signature);
    const { user, system } = process.cpuUsage(cpu);
    return (2000 * 1e6) / (user + system);
  });
  return median(rates);
}

async function measure(mode: VerifyMode, threads: number): Promise<string> {
  const tuning = { threads, threadsFromRows: 1 };
  const cpu = process.cpuUsage();
  const options = { database, trustedKeys: [key.publicKey], mode, clock, tuning };
  const { result, seconds } = await timedAsync(() => verify(options));
  const { user, system } = process.cpuUsage(cpu);
  const micros = (user + system) / ROWS;
  const share = (1e6 / micros / rate).toFixed(2);
  const name = threads === 0 ? 'here' : `${threads} threads`;
  return `| ${mode}, ${name}: ${result.verdict} | ${thousands(ROWS / seconds)} | ${micros.toFixed(1)} | ${share} |`;
}

for (let first = 0; first < ROWS; first += BATCH)
  await writer.append({ org: 'bench', tenant: 'bench', dataset: 'default' }, toolResults(first, BATCH));
const rate = verifyRate();
console.log(
  `verify: ${machine()}, ${thousands(ROWS)} rows, native verify rate V = ${thousands(rate)}/s a core`,
);
console.log('| step | rows/s | CPU us/row | rows per CPU second, of V |');
console.log('|---|---|---|---|');
for (const mode of ['full', 'deep', 'quick'] as const)
  for (const threads of mode === 'quick' ? [0] : [0, availableParallelism()])
    console.log(await measure(mode, threads));
await writer.close();
await database.close();
await rm(directory, { recursive: true, force: true });
