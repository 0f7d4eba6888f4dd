// Runs the command line as it is run: a process of its own, with only the environment a test gives it.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fromSources, processEnvironment } from '@governance-agent/testkit';
import { runCommandLine } from '../../src/cli/program.ts';

const MAIN = path.join(import.meta.dirname, '../../src/main.ts');
const NODE = fromSources(MAIN);

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

export function startCli(args: readonly string[], env: Environment): ChildProcess {
  return spawn(process.execPath, [...NODE, ...args], {
    env: { ...processEnvironment(), ...env },
    stdio: 'pipe',
  });
}

export async function runCli(args: readonly string[], env: Environment, stdin = ''): Promise<Finished> {
  const child = startCli(args, env);
  child.stdin?.end(stdin);
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([outputOf(child.stdout), outputOf(child.stderr)]);
  return { code: await code, stdout, stderr };
}

function outputOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  return stream === null ? Promise.resolve('') : text(stream);
}

/** Resolves to the first match in what the process writes to standard error; it may go on writing afterwards. */
export function waitForLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let seen = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    const match = pattern.exec(seen);
    if (match !== null) resolve(match[1] ?? match[0]);
  });
  child.once('close', () => reject(new Error(`ended without ${String(pattern)}: ${seen.slice(-500)}`)));
  return promise;
}

/** The same command line in this process: for tables of many short commands. */
export async function runHere(
  args: readonly string[],
  env: Environment,
  clock = { now: Date.now },
): Promise<Finished> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let set = 0;
  const streams = { stdin: Readable.from([]), stdout, stderr };
  const rest = { env, clock, process, setExitCode: (code: number) => void (set = code) };
  const code = await runCommandLine({ ...streams, ...rest }, args);
  stdout.end();
  stderr.end();
  return { code: code ?? set, stdout: await text(stdout), stderr: await text(stderr) };
}
