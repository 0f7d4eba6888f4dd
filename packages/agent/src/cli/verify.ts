// `verify`: walks the chains and says what is whole and what is not. Exit code 1 when something is broken.
import { publicKeyFromPem, verify, type VerifyMode, type VerifyReport } from '@governance-agent/audit-core';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import { readSigningKey } from '../agent-keys.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { table } from './table.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly mode: VerifyMode;
  readonly tenant?: string;
  readonly trustedKey?: readonly string[];
}

export function verifyCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('verify').description('verify the decision chains'))
    .addOption(
      new Option('--mode <mode>', 'deep checks every signature, full the newest one')
        .choices(['full', 'deep'])
        .default('deep'),
    )
    .option('--tenant <tenant>', 'one tenant; by default all of the store')
    .option('--trusted-key <file...>', 'PEM of a public key to trust instead of the local signing key')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const trustedKeys = await keysOf(options, settings.dataDir);
      await withReadStore(settings, async (database) => {
        const { mode, tenant } = options;
        const progress = createProgress(io);
        const scope = tenant === undefined ? {} : { tenant };
        const report = await verify({
          database,
          trustedKeys,
          mode,
          clock: io.clock,
          ...scope,
          ...progress.port,
        });
        progress.stop();
        conclude(io, report, options);
      });
    });
}

function conclude(io: CommandIo, report: VerifyReport, { json }: Options): void {
  if (json) printJson(io, report);
  else print(io, verdictText(report));
  if (report.verdict !== 'verified') io.setExitCode(1);
}

export function verdictText(report: VerifyReport): string {
  const chains = table(
    ['tenant', 'rows', 'signatures', 'broken ranges'],
    report.chains.map(({ tenant, rows, signatures, breaks }) => [tenant, rows, signatures, breaks.length]),
  );
  const breaks = report.chains.flatMap(({ tenant, breaks: found }) =>
    found.map(({ seq, through, kind, detail }) => `${tenant}: rows ${seq} to ${through}: ${kind}: ${detail}`),
  );
  return [chains, ...breaks, `verdict: ${report.verdict} (${report.mode})`, report.boundary].join('\n');
}

async function keysOf(options: Options, dataDir: string): Promise<Uint8Array[]> {
  if (options.trustedKey !== undefined) return Promise.all(options.trustedKey.map(publicKeyIn));
  const key = await readSigningKey(dataDir);
  return key === undefined ? [] : [key.publicKey];
}

async function publicKeyIn(file: string): Promise<Uint8Array> {
  try {
    return publicKeyFromPem(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new AgentError('usage', `${file} is not a readable Ed25519 public key in PEM form`, { cause });
  }
}

/** A bar on a terminal, silence in a pipe. */
function createProgress(io: CommandIo) {
  if (io.stderr.isTTY !== true) return { port: {}, stop: () => undefined };
  const bar = new SingleBar({
    stream: io.stderr,
    format: 'verifying [{bar}] {value}/{total} rows',
    clearOnComplete: true,
  });
  bar.start(0, 0);
  const onProgress = (done: number, total: number): void => {
    bar.setTotal(total);
    bar.update(done);
  };
  return { port: { onProgress }, stop: () => bar.stop() };
}
