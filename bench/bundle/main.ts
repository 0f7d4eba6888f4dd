// Evidence bundles: exporting a range, and verifying it with the one-file verifier. Each step is a process of its own.
import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  createAuditWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  signingKeyToPem,
} from '@governance-agent/audit-core';
import { fromSources } from '@governance-agent/testkit';
import { signRate, thousands } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish } from '../result.ts';
import { runDirectory } from '../store/directories.ts';
import { createToolResults } from '../tool-results.ts';
import type { StepResult } from './step.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '20000' }, 'database-url': { type: 'string' } },
});
const ROWS = wholeNumber('rows', values.rows);
const BATCH = 100;

const directory = await runDirectory();
const url = values['database-url'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
const key = generateSigningKey();
const keyFile = path.join(directory, 'key.pem');
await writeFile(keyFile, signingKeyToPem(key), { mode: 0o600 });
const toolResults = createToolResults();

async function fill(): Promise<void> {
  const database = openDatabase(url);
  await migrate(database);
  const writer = createAuditWriter({ database, signer: createSigner({ key }), clock: { now: Date.now } });
  for (let first = 0; first < ROWS; first += BATCH)
    await writer.append({ org: 'bench', tenant: 'bench', dataset: 'default' }, toolResults(first, BATCH));
  await writer.close();
  await database.close();
}

function step(name: 'export' | 'verify'): StepResult {
  const script = path.join(import.meta.dirname, 'step.ts');
  const args = [...fromSources(script), name, url, keyFile, path.join(directory, 'bundle.zip'), String(ROWS)];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(printed) as StepResult;
}

await fill();
const rows = (['export', 'verify'] as const).map((name) => {
  const { said, seconds, fileBytes, textBytes, peakBytes } = step(name);
  const megabytes = [fileBytes, textBytes, peakBytes].map((bytes) => (bytes / 1e6).toFixed(1));
  return [said, seconds.toFixed(1), thousands(ROWS / seconds), ...megabytes];
});
publish('bundle', {
  signRate: signRate(),
  notes: [`${thousands(ROWS)} rows; each step is a process of its own.`],
  tables: [{ title: 'Bundle', columns: ['step', 's', 'rows/s', 'file MB', 'text MB', 'peak RSS MB'], rows }],
  figures: {},
});
await rm(directory, { recursive: true, force: true });
