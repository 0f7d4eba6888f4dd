// One step of the bundle benchmark in a process of its own, so that its peak of memory is its own.
import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createSigner, exportBundle, openDatabase, signingKeyFromPem } from '@governance-agent/audit-core';
import { readContainer, verifyBundle } from '../../verifiers/node/verify-bundle.mjs';
import { timedAsync } from '../measure.ts';

export interface StepResult {
  readonly said: string;
  readonly seconds: number;
  readonly fileBytes: number;
  readonly textBytes: number;
  readonly peakBytes: number;
}

const [name = '', url = '', keyFile = '', file = '', rows = ''] = process.argv.slice(2);
const key = signingKeyFromPem(await readFile(keyFile, 'utf8'));

async function exportAll(): Promise<string> {
  const database = openDatabase(url);
  const selection = { kind: 'range', from: 1, through: Number(rows) } as const;
  const signer = createSigner({ key });
  const options = { database, tenant: 'bench', clock: { now: Date.now }, selection, signer };
  await pipeline(await exportBundle(options), createWriteStream(file));
  await database.close();
  return 'export';
}

async function verifyAll(): Promise<string> {
  const { verdict } = await verifyBundle(await readFile(file), { keys: [key.publicKey] });
  return `verify: ${verdict}`;
}

const { result: said, seconds } = await timedAsync(name === 'export' ? exportAll : verifyAll);
const peakBytes = process.resourceUsage().maxRSS * 1024;
const fileBytes = (await stat(file)).size;
const entries = [...readContainer(await readFile(file)).values()];
const textBytes = entries.reduce((sum, { size }) => sum + size, 0);
process.stdout.write(JSON.stringify({ said, seconds, fileBytes, textBytes, peakBytes } satisfies StepResult));
