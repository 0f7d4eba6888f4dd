// `verify-bundle`: runs the verifier that auditors carry, as the program of its own that it is.
import { Command } from 'commander';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { AgentError } from '../errors.ts';
import type { CommandIo } from './io.ts';

const VERIFIER = new URL('../../../../verifiers/node/verify-bundle.mjs', import.meta.url);

const NOT_HERE =
  'The verifier is not part of this package: take verifiers/node/verify-bundle.mjs or verifiers/python/verify_bundle.py from the repository, and run it by itself';

interface Options {
  readonly key?: readonly string[];
  readonly checkpoint?: readonly string[];
  readonly json?: true;
}

/** @param verifier the program; it belongs to the repository and to releases, not to the package. */
export function verifyBundleCommand(io: CommandIo, verifier: URL = VERIFIER): Command {
  return new Command('verify-bundle')
    .description('verify an exported bundle; needs no store and no agent')
    .argument('<file>')
    .option('--key <pem...>', 'public key of the chain, from its operator')
    .option('--checkpoint <note...>', 'checkpoints of the chain that you hold')
    .option('--json', 'machine-readable result on stdout')
    .action((file: string, options: Options) => run(io, fileURLToPath(verifier), argumentsOf(file, options)));
}

function argumentsOf(file: string, { key = [], checkpoint = [], json }: Options): string[] {
  const named = [...key.map((pem) => ['--key', pem]), ...checkpoint.map((note) => ['--checkpoint', note])];
  return [file, ...named.flat(), ...(json ? ['--json'] : [])];
}

/** Throws AgentError `usage` with what the verifier says of its arguments, `not_found` where it is not installed. */
async function run(io: CommandIo, verifier: string, args: readonly string[]): Promise<void> {
  if (!existsSync(verifier)) throw new AgentError('not_found', NOT_HERE);
  const child = spawn(process.execPath, [verifier, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  if (code !== 0 && code !== 1) throw new AgentError('usage', stderr.trim() || 'the verifier did not start');
  io.stdout.write(stdout);
  io.setExitCode(code);
}
