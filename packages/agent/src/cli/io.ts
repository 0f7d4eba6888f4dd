// What a command may touch of the process. Results go to stdout, talk to stderr.

import type { SignalSource } from '../shutdown.ts';

export interface CommandIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: { now(): number };
  readonly process: SignalSource;
  /** The exit code once the command is done: 0 ok, 1 a finding. */
  readonly setExitCode: (code: 0 | 1) => void;
}

/** One line of result. */
export function print(io: CommandIo, line: string): void {
  io.stdout.write(`${line}\n`);
}

/** One line of talk. */
export function say(io: CommandIo, line: string): void {
  io.stderr.write(`${line}\n`);
}

/** One JSON value on one line: `jq` and line readers both take it. */
export function printJson(io: CommandIo, value: unknown): void {
  print(io, JSON.stringify(value));
}
