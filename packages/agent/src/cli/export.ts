// `export`: evidence for auditors, rows for programs and spreadsheets. Oldest first, without a limit.
import { createAuditWriter, FILTER_COLUMNS } from '@governance-agent/audit-core';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readSigningKey } from '../agent-keys.ts';
import { createAdministration } from '../administration/administration.ts';
import { stateExport } from '../administration/state-export.ts';
import { AgentError } from '../errors.ts';
import {
  EXPORT_FORMATS,
  EXPORT_PARAMETERS,
  exportRequest,
  filterNames,
  type ExportRequest,
} from '../export/export-request.ts';
import { exportStream, type ExportDeps } from '../export/export-stream.ts';
import type { Settings } from '../config/settings.ts';
import { settingsOf, withCommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { reportQuery, type ReportOptions } from './report-options.ts';
import { withSigner } from './with-authority.ts';
import { withReadStore } from './with-store.ts';

interface Options extends ReportOptions {
  readonly tenant: string;
  readonly output: string;
  readonly withholdBodies?: true;
  readonly sinceSize?: readonly string[];
}
type Given = Options & Readonly<Record<string, unknown>>;

export function exportCommand(io: CommandIo): Command {
  const command = withCommonOptions(
    new Command('export').description('rows as evidence that needs no trust, or as plain data'),
  )
    .addOption(
      new Option('--format <format>', 'bundle verifies offline').choices(EXPORT_FORMATS).default('bundle'),
    )
    .requiredOption('--tenant <tenant>', 'whose rows')
    .requiredOption('--output <file>', 'where to; - is standard output')
    .option('--session <id>', 'one session, complete')
    .option('--from <row>', 'first row number of a range')
    .option('--through <row>', 'last row number of a range')
    .option('--withhold-bodies', 'bundle without what the rows say: order and completeness still verify')
    .option('--since-size <size...>', 'sizes of checkpoints you hold: the bundle proves them its beginnings')
    .option('--since <time>', 'date or RFC 3339 time, inclusive')
    .option('--until <time>', 'date or RFC 3339 time, exclusive')
    .option('--attr <key=value...>', 'only rows with this attribute');
  for (const column of FILTER_COLUMNS)
    command.option(`--${column.replaceAll('_', '-')} <value>`, `only this ${column.replaceAll('_', ' ')}`);
  return command.action((options: Given) => run(io, options));
}

async function run(io: CommandIo, options: Given): Promise<void> {
  const request = requestOf(options);
  const settings = await settingsOf(io, options);
  await withExporter(io, settings, request, async (deps) => {
    const progress = createProgress(io);
    try {
      const start = () => exportStream({ ...deps, onRows: progress.onRows }, options.tenant, request);
      await write(io, options.output, start);
    } finally {
      progress.stop();
      await state(io, deps, options.tenant, request, progress.rows());
    }
    const { output } = options;
    if (output === '-') return;
    if (options.json) printJson(io, { output, format: request.format, rows: progress.rows() });
    else say(io, `${progress.rows()} rows in ${output}`);
  });
}

/** What left the store is a row of its chain, where somebody is here who can sign one. */
async function state(
  io: CommandIo,
  { database, clock, signer, memory }: ExportDeps,
  tenant: string,
  request: ExportRequest,
  count: number,
): Promise<void> {
  if (signer === undefined || memory === undefined) {
    say(io, 'no signing key here: the chain does not tell of this export');
    return;
  }
  const writer = createAuditWriter({ database, clock, signer, memory });
  const { format } = request;
  const done = { tenant, actor: 'cli', format, count, filters: filterNames(request) };
  await stateExport(createAdministration({ writer, database, clock }), done);
  await writer.close();
}

/** A bundle ends at a checkpoint of now where the keys are here, else at the newest that is stored. */
async function withExporter(
  io: CommandIo,
  settings: Settings,
  { format }: ExportRequest,
  work: (deps: ExportDeps) => Promise<void>,
): Promise<void> {
  if ((await readSigningKey(settings.dataDir)) !== undefined)
    return withSigner(io, settings, undefined, work);
  if (format === 'bundle') say(io, 'no signing key here: the bundle ends at the newest stored checkpoint');
  return withReadStore(settings, (database) => work({ database, clock: io.clock }));
}

function requestOf(options: Given): ExportRequest {
  const given = {
    ...options,
    sinceSize: options.sinceSize?.join(','),
    withholdBodies: options.withholdBodies ? 'true' : undefined,
  };
  const { query, extras } = reportQuery(given, EXPORT_PARAMETERS);
  const parsed = exportRequest(query, extras);
  if ('problem' in parsed) throw new AgentError('usage', parsed.problem);
  return parsed.request;
}

/**
 * Made new, never written over, and before anything is read. A file that could not be written whole is no evidence: it
 * is removed.
 */
async function write(io: CommandIo, output: string, start: () => Promise<Readable>): Promise<void> {
  if (output === '-') return pour(await start(), io.stdout);
  const file = await openNew(output);
  try {
    await pipeline(await start(), file.createWriteStream());
  } catch (error) {
    await file.close();
    await rm(output, { force: true });
    throw error;
  }
}

/** Who reads may leave first (`export | head`): that is their decision, not an error. */
async function pour(from: Readable, to: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(from, to, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

async function openNew(output: string): Promise<FileHandle> {
  try {
    return await open(output, 'wx', 0o600);
  } catch (cause) {
    throw new AgentError('usage', `${output} cannot be made: it is there already, or its folder is not`, {
      cause,
    });
  }
}

/** A count on a terminal, silence in a pipe. How many rows match is known when they are written. */
function createProgress(io: CommandIo) {
  let rows = 0;
  const bar = new SingleBar({ stream: io.stderr, format: 'exporting {value} rows', clearOnComplete: true });
  const isShown = io.stderr.isTTY === true;
  if (isShown) bar.start(0, 0);
  const onRows = (written: number): void => {
    rows = written;
    if (isShown) bar.update(written);
  };
  return { onRows, rows: () => rows, stop: () => (isShown ? bar.stop() : undefined) };
}
