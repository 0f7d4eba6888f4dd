// One verification in a process of its own, so that its peak of memory is its own.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase, signingKeyFromPem, verify, type VerifyMode } from '@governance-agent/audit-core';
import { timedAsync } from '../measure.ts';

export interface VerifyStep {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly mode: VerifyMode;
  /** 0: the thread that asks */
  readonly threads: number;
}

export interface VerifyStepResult {
  readonly verdict: string;
  readonly rows: number;
  readonly seconds: number;
  /** of every thread of the process */
  readonly cpuMicros: number;
  readonly peakBytes: number;
}

const { databaseUrl, dataDir, mode, threads } = JSON.parse(process.argv[2] ?? '') as VerifyStep;
const key = signingKeyFromPem(await readFile(path.join(dataDir, 'keys/row-signing.pem'), 'utf8'));
const database = openDatabase(databaseUrl);
const cpu = process.cpuUsage();
const { result, seconds } = await timedAsync(() =>
  verify({
    ...{ database, mode, trustedKeys: [key.publicKey], clock: { now: () => Date.now() } },
    tuning: { threads, threadsFromRows: 1 },
  }),
);
const { user, system } = process.cpuUsage(cpu);
await database.close();
const found: VerifyStepResult = {
  verdict: result.verdict,
  rows: result.chains.reduce((sum, { rows }) => sum + rows, 0),
  seconds,
  cpuMicros: user + system,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(found));
