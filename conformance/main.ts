// The process: its streams, its clock, its exit code.
import { setTimeout as wait } from 'node:timers/promises';
import { runConformance } from './command-line.ts';

for (const stream of [process.stdout, process.stderr]) {
  // Whoever read our output may leave first (`| head`).
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runConformance(
  { stdout: process.stdout, stderr: process.stderr, clock: { now: Date.now }, wait },
  process.argv.slice(2),
);
