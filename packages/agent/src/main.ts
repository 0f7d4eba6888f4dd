// The process: its streams, its environment, its exit code.
import { runCommandLine } from './cli/program.ts';

// Keys, database, lists: whatever is written is for the owner alone.
process.umask(0o077);

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
