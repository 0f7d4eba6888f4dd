// Verification of a long chain, each in a process of its own. `pnpm bench verify [--rows N] [--database sqlite|postgres|URL]`
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign, verify as verifySignature } from 'node:crypto';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { VerifyMode } from '@governance-agent/audit-core';
import { fromSources } from '@governance-agent/testkit';
import { medianCpuMicros } from '../cpu.ts';
import { signRate, thousands } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish } from '../result.ts';
import { openBenchStore, type BenchStore } from '../store/bench-store.ts';
import type { VerifyStep, VerifyStepResult } from './step.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '200000' }, database: { type: 'string', default: 'sqlite' } },
});
const ROWS = wholeNumber('rows', values.rows);
const CORES = availableParallelism();
/** Every signature on one thread: of long chains that takes as long as all the rest. */
const DEEP_ALONE_UP_TO = 500_000;

/** Native Ed25519 verifications per second of one core: what mode deep can reach at most. */
function verifyRate(): number {
  const pair = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(300, 7);
  const signature = sign(null, message, pair.privateKey);
  const work = (): void => {
    for (let index = 0; index < 2000; index += 1) verifySignature(null, message, pair.publicKey, signature);
  };
  return (2000 * 1e6) / medianCpuMicros(5, work);
}

interface Measured extends VerifyStepResult {
  readonly mode: VerifyMode;
  readonly threads: number;
}

function step(wanted: VerifyStep): Measured {
  const script = path.join(import.meta.dirname, 'step.ts');
  const printed = execFileSync(process.execPath, [...fromSources(script), JSON.stringify(wanted)], {
    encoding: 'utf8',
  });
  return { ...wanted, ...(JSON.parse(printed) as VerifyStepResult) };
}

function measureAll({ databaseUrl, dataDir }: BenchStore): Measured[] {
  const wanted: readonly (readonly [VerifyMode, number])[] = [
    ['full', 0],
    ['full', CORES],
    ...(ROWS <= DEEP_ALONE_UP_TO ? [['deep', 0] as const] : []),
    ['deep', CORES],
    ['quick', 0],
  ];
  return wanted.map(([mode, threads]) => step({ databaseUrl, dataDir, mode, threads }));
}

function cells(measured: Measured, rate: number): (string | number)[] {
  const { mode, threads, verdict, rows, seconds, cpuMicros, peakBytes } = measured;
  const micros = cpuMicros / rows;
  return [
    ...[mode, threads === 0 ? 1 : threads, verdict, thousands(rows), seconds.toFixed(1)],
    ...[thousands(rows / seconds), micros.toFixed(1), (1e6 / micros / rate).toFixed(2)],
    thousands(peakBytes / 1024 / 1024),
  ];
}

const rate = verifyRate();
const store = await openBenchStore({ database: values.database, rows: ROWS, use: 'read' });
try {
  const measured = measureAll(store);
  publish('verify', {
    signRate: signRate(),
    notes: [
      `${store.description}; V, native Ed25519 verifications per second of one core, is ${thousands(rate)}.`,
      'Quick looks at the newest rows alone.',
    ],
    tables: [
      {
        title: 'Verification',
        columns: [
          ...['mode', 'threads', 'verdict', 'rows', 's', 'rows/s', 'CPU us/row', 'rows per CPU second, of V'],
          'peak MiB',
        ],
        rows: measured.map((each) => cells(each, rate)),
      },
    ],
    figures: Object.fromEntries(
      measured.flatMap(({ mode, threads, peakBytes, rows, seconds, verdict }) => {
        const name = `${mode}.${threads === 0 ? 1 : 'all'}`;
        return [
          [`${name}.rowsPerSecond`, rows / seconds],
          [`${name}.peakMiB`, peakBytes / 1024 / 1024],
          [`${name}.verified`, verdict === 'verified' ? 1 : 0],
        ];
      }),
    ),
  });
} finally {
  await store.close();
}
