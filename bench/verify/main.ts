// Verification of a chain: full and deep, on one thread and on several. CPU time counts every thread of the process.
import { mkdtemp, rm } from 'node:fs/promises';
import { generateKeyPairSync, sign, verify as verifySignature } from 'node:crypto';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import {
  createAuditWriter,
  createEventMasker,
  createSigner,
  EMPTY_EVENT,
  generateSigningKey,
  idempotencyKey,
  migrate,
  openDatabase,
  verify,
  type MaskedEvent,
  type VerifyMode,
} from '@governance-agent/audit-core';
import { createMasker } from '@governance-agent/policy-engine';
import { machine, median, thousands, timedAsync } from '../measure.ts';

const ROWS = Number(process.env['BENCH_RECORDS'] ?? 100_000);
const BATCH = 500;

const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-bench-'));
const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
const database = openDatabase(url);
await migrate(database);
const key = generateSigningKey();
const clock = { now: () => Date.now() };
const writer = createAuditWriter({ database, signer: createSigner({ key }), clock });
const masker = createEventMasker({ masker: createMasker() });

function batch(first: number): MaskedEvent[] {
  return Array.from({ length: BATCH }, (_, index) => {
    const n = first + index;
    const time = (1_795_230_615_520_000_000n + BigInt(n)).toString();
    return masker.mask({
      ...EMPTY_EVENT,
      plane: 'claude_code',
      surface: 'cli',
      event: 'tool_result',
      sessionId: `${Math.floor(n / 500)
        .toString(16)
        .padStart(8, '0')}-0d4e-4c5f-9a0b-2f6d1e8c9b7a`,
      userEmail: 'dev@acme.example',
      durationMs: 61,
      toolName: 'Bash',
      content: { tool_parameters: 'git status && '.repeat(20) },
      contentState: 'captured',
      attributes: { success: 'true', n },
      resource: { 'service.name': 'claude-code' },
      occurredAt: time,
      clientSequence: n,
      idempotencyKey: idempotencyKey(BigInt(time), String(n)),
    });
  });
}

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
  await writer.append({ org: 'bench', tenant: 'bench', dataset: 'default' }, batch(first));
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
