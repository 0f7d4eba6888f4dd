// The store alone: seal, sign, commit, then verify what was written. No HTTP, no masking.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  createAuditWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  verify,
} from '@governance-agent/audit-core';
import { signRate, thousands, timedAsync } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish, type Table } from '../result.ts';
import { runDirectory } from '../store/directories.ts';
import { createToolResults } from '../tool-results.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '40000' }, 'database-url': { type: 'string' } },
});
const ROWS = wholeNumber('rows', values.rows);
const BATCH = 20;
const CALLS_AT_ONCE = 25;

const directory = await runDirectory();
const url = values['database-url'] ?? `sqlite:${path.join(directory, 'audit.db')}`;
const database = openDatabase(url);
await migrate(database);
const key = generateSigningKey();
const clock = { now: () => Date.now() };
const writer = createAuditWriter({ database, signer: createSigner({ key }), clock });
const toolResults = createToolResults();

const batches = Array.from({ length: ROWS / BATCH }, (_, index) => toolResults(index * BATCH, BATCH));
const rate = signRate();
let next = 0;
const call = async (): Promise<void> => {
  for (let events = batches[next++]; events !== undefined; events = batches[next++]) {
    await writer.append({ org: 'bench', tenant: 'bench', dataset: 'default' }, events);
  }
};
const cpu = process.cpuUsage();
const { seconds } = await timedAsync(() => Promise.all(Array.from({ length: CALLS_AT_ONCE }, call)));
const { user, system } = process.cpuUsage(cpu);
const line = (step: string, seconds: number, micros: string): Table['rows'][number] => [
  ...[step, thousands(ROWS / seconds), (ROWS / seconds / rate).toFixed(2), micros],
];
const rows = [line('append', seconds, ((user + system) / ROWS).toFixed(0))];
for (const mode of ['full', 'deep'] as const) {
  const run = await timedAsync(() => verify({ database, trustedKeys: [key.publicKey], mode, clock }));
  rows.push(line(`verify ${mode}: ${run.result.verdict}`, run.seconds, ''));
}
publish('append', {
  signRate: rate,
  notes: [`${database.dialect}, ${thousands(ROWS)} rows: seal, sign, commit; no HTTP, no masking.`],
  tables: [{ title: 'Append', columns: ['step', 'rows/s', 'of S', 'CPU us/row'], rows }],
  figures: {},
});
await writer.close();
await database.close();
await rm(directory, { recursive: true, force: true });
