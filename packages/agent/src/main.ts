#!/usr/bin/env node
// The process: its streams, its environment, its exit code.
import { runCommandLine } from './cli/program.ts';
import { keepNewObjectsYoung } from './young-objects.ts';

keepNewObjectsYoung();

// Keys, database, lists: whatever is written is for the owner alone.
process.umask(0o077);

// Whoever read our output may leave first (`feed | head`, a log collector that restarts): no reason to fall over.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const code = await runCommandLine(
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    clock: { now: Date.now },
    process,
    setExitCode: (exitCode) => {
      process.exitCode = exitCode;
    },
  },
  process.argv.slice(2),
);
if (code !== undefined) process.exitCode = code;
