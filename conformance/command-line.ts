// `pnpm conformance`: its options, its report, its exit code.
import { writeFile } from 'node:fs/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ALL_GROUPS } from './cases/all-cases.ts';
import { ConformanceError } from './errors.ts';
import type { CaseGroup } from './model.ts';
import { assertReachable } from './reachable.ts';
import { jsonReport } from './report/json.ts';
import { markdownReport } from './report/markdown.ts';
import { textList, textReport } from './report/text.ts';
import { runCases, type CaseResult } from './run-cases.ts';
import { parseSignals, selectCases } from './select-cases.ts';
import { parseAuthorization, parseEndpoint, parseHeader, type Target } from './target.ts';

export interface CommandIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly clock: { now(): number };
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** 0 no MUST broken, 1 some, 2 usage, 3 the endpoint cannot be reached. */
export type ExitCode = 0 | 1 | 2 | 3;

interface Options {
  readonly endpoint?: string;
  readonly auth?: string;
  readonly forbiddenAuth?: string;
  readonly header: readonly string[];
  readonly signals: string;
  readonly only: readonly string[];
  readonly timeout: number;
  readonly maxBody?: number;
  readonly oversize: number;
  readonly json?: true;
  readonly markdown?: string;
  readonly list?: true;
}

const MIB = 1024 * 1024;

/** Runs one command line. Never rejects for what the endpoint does. */
export async function runConformance(io: CommandIo, args: readonly string[]): Promise<ExitCode> {
  const command = createCommand(io);
  try {
    command.parse(withoutSeparator(args), { from: 'user' });
    return await run(io, command.opts<Options>());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof ConformanceError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return error.code === 'usage' ? 2 : 3;
  }
}

function createCommand(io: CommandIo): Command {
  const collect = (value: string, before: readonly string[]): string[] => [...before, value];
  return new Command('conformance')
    .description('asks an OTLP/HTTP endpoint whether it keeps the rules of the protocol')
    .option('--endpoint <url>', 'base URL; /v1/logs, /v1/metrics and /v1/traces are appended')
    .option('--auth <value>', 'Authorization of every request: "Basic …" or "Bearer …"')
    .option('--forbidden-auth <value>', 'Authorization of a sender who is known and may not send')
    .option('--header <name=value>', 'another header of every request; may be repeated', collect, [])
    .option('--signals <list>', 'some of logs,metrics,traces', 'logs,metrics,traces')
    .option('--only <id>', 'this case alone, * for any characters; may be repeated', collect, [])
    .option('--timeout <ms>', 'for one answer', positive, 10_000)
    .option('--max-body <bytes>', 'the limit the endpoint is said to have', positive)
    .option('--oversize <MiB>', 'what a small gzip grows into', positive, 128)
    .option('--json', 'the report as one JSON object')
    .option('--markdown <file>', 'write the report as Markdown, too')
    .option('--list', 'show the cases and send nothing')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
}

async function run(io: CommandIo, options: Options): Promise<ExitCode> {
  const groups = selectCases(ALL_GROUPS, { signals: parseSignals(options.signals), only: options.only });
  if (options.list === true) {
    print(io, options.json === true ? JSON.stringify(listed(groups)) : textList(groups));
    return 0;
  }
  const target = targetOf(options);
  await assertReachable(target);
  const description = { endpoint: target.base.href, started: new Date(io.clock.now()).toISOString() };
  const results = await runCases({ ...io, target, progress: progressOf(io) }, factsOf(options), groups);
  if (options.markdown !== undefined)
    await writeMarkdown(options.markdown, markdownReport(description, results));
  print(io, options.json === true ? JSON.stringify(jsonReport(description, results)) : textReport(results));
  return results.some(isFailed) ? 1 : 0;
}

function targetOf(options: Options): Target {
  if (options.endpoint === undefined)
    throw new ConformanceError('usage', 'say which endpoint: --endpoint http://127.0.0.1:4318');
  return {
    base: parseEndpoint(options.endpoint),
    authorization: options.auth === undefined ? undefined : parseAuthorization('--auth', options.auth),
    headers: Object.fromEntries(options.header.map(parseHeader)),
    timeoutMs: options.timeout,
  };
}

function factsOf({ oversize, maxBody, forbiddenAuth }: Options) {
  const forbidden =
    forbiddenAuth === undefined ? undefined : parseAuthorization('--forbidden-auth', forbiddenAuth);
  return { oversizeBytes: oversize * MIB, maxBodyBytes: maxBody, forbidden };
}

async function writeMarkdown(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new ConformanceError('usage', `--markdown: cannot write ${file}`, { cause });
  }
}

function listed(groups: readonly CaseGroup[]): object[] {
  return groups.flatMap(({ name, cases }) =>
    cases.map(({ id, level, title, source, signal }) => ({ group: name, id, level, title, source, signal })),
  );
}

function isFailed({ outcome }: CaseResult): boolean {
  return outcome === 'failed';
}

/** On a terminal alone; in a pipe the report is all there is. */
function progressOf({ stderr }: CommandIo): (done: number) => void {
  return (done) => {
    if (stderr.isTTY === true) stderr.write(`\r${done} cases`);
  };
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('a whole number above 0 is needed');
}

function print(io: CommandIo, text: string): void {
  io.stdout.write(`${text}\n`);
}

/** `pnpm conformance -- --list` hands the separator on. */
function withoutSeparator(args: readonly string[]): string[] {
  return args.filter((argument) => argument !== '--');
}
