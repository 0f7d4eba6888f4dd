// The command line in this process, against a URL.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runConformance } from '../../command-line.ts';
import type { JsonReport } from '../../report/json.ts';
import type { CaseResult, Outcome } from '../../run-cases.ts';
import { FORBIDDEN, KNOWN, MAX_BODY_BYTES } from './reference-receiver.ts';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waiting for a throttled receiver takes no time here. */
export async function runHere(args: readonly string[]): Promise<Finished> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const clock = { now: Date.now };
  const output = Promise.all([text(stdout), text(stderr)]);
  const code = await runConformance({ stdout, stderr, clock, wait: () => Promise.resolve() }, args);
  stdout.end();
  stderr.end();
  const [out, err] = await output;
  return { code, stdout: out, stderr: err };
}

/** Every option that the reference receiver has an answer for; limits are small, so a large body is soon too large. */
export const EVERYTHING = [
  ...['--auth', KNOWN, '--forbidden-auth', FORBIDDEN],
  ...['--max-body', String(MAX_BODY_BYTES), '--oversize', '5'],
  // Runs go at once in one process, beside other tests: no answer here is missing, some are late.
  ...['--timeout', '60000'],
];

export async function report(url: string, args: readonly string[] = EVERYTHING): Promise<JsonReport> {
  const { stdout } = await runHere(['--endpoint', url, '--json', ...args]);
  return JSON.parse(stdout) as JsonReport;
}

export function numbersOf({ results }: JsonReport, outcome: Outcome): number[] {
  return results.filter((result) => result.outcome === outcome).map(numberOf);
}

/** What is broken or not as it should be, by the number of its case, with what the report says of it. */
export function brokenIn({ results }: JsonReport): Map<number, string | undefined> {
  const broken = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'differs');
  return new Map(broken.map((result) => [numberOf(result), result.reason]));
}

function numberOf({ id }: CaseResult): number {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}
