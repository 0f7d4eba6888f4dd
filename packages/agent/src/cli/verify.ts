// `verify`: walks the chains and says what is whole and what is not. Exit code 1 when something is broken.
import {
  publicKeyFromPem,
  verify,
  type RememberedHead,
  type VerifyMode,
  type VerifyOptions,
  type VerifyReport,
} from '@governance-agent/audit-core';
import { Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import { AgentError } from '../errors.ts';
import { readPublicKeys } from '../keys/key-history.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { readAnchors, readSinceHead } from './outside-heads.ts';
import { readVerifiedHeads, rememberVerifiedHeads } from './verified-heads.ts';
import { verdictText } from './verdict-text.ts';
import { createVerifyProgress } from './verify-progress.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly mode?: VerifyMode;
  readonly tenant?: string;
  readonly session?: string;
  readonly sinceHead?: string;
  readonly anchor?: readonly string[];
  /** `--no-state` makes it false */
  readonly state: string | boolean;
  readonly trustedKey?: readonly string[];
}

export function verifyCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('verify').description('verify the decision chains'))
    .addOption(
      new Option(
        '--mode <mode>',
        'deep checks every signature, full the newest one, quick the newest rows, incremental what is new (default: deep)',
      ).choices(['quick', 'full', 'deep', 'incremental']),
    )
    .option('--tenant <tenant>', 'one tenant; by default all of the store')
    .option('--session <id>', 'one session of a tenant, row by row; needs --tenant')
    .option(
      '--since-head <head>',
      'SIZE:HASH, or a file with a checkpoint: what stands behind it is checked deep',
    )
    .option(
      '--anchor <file...>',
      'signed checkpoints that were kept elsewhere: the chains must agree with them',
    )
    .option('--state <file>', 'where verified heads are remembered (default: DATA_DIR/verified-heads.json)')
    .option('--no-state', 'neither compare with remembered heads nor remember any')
    .option('--trusted-key <file...>', 'PEM of a public key to trust instead of the local signing key')
    .action((options: Options) => run(io, options));
}

async function run(io: CommandIo, options: Options): Promise<void> {
  const settings = await settingsOf(io, options);
  const trustedKeys = await keysOf(options, settings.dataDir);
  const question = await questionOf(options, stateFile(options, settings));
  await withReadStore(settings, async (database) => {
    const progress = createVerifyProgress(io);
    const report = await verify({
      ...{ database, trustedKeys, clock: io.clock },
      ...question,
      ...progress.port,
    }).finally(() => progress.stop());
    await remember(io, options, settings, report);
    conclude(io, report, options);
  });
}

type Question = Omit<VerifyOptions, 'database' | 'trustedKeys' | 'clock' | 'onProgress'>;

async function questionOf(options: Options, state: string | null): Promise<Question> {
  const { tenant, session } = options;
  if (session !== undefined && tenant === undefined)
    throw new AgentError('usage', '--session needs --tenant');
  const since = await sinceOf(options);
  const mode = options.mode ?? (since === undefined ? 'deep' : 'incremental');
  const heads = state === null ? [] : await readVerifiedHeads(state);
  return {
    mode,
    // Of other tenants nothing is asked.
    heads: heads.filter((head) => tenant === undefined || head.tenant === tenant),
    anchors: await readAnchors(options.anchor ?? []),
    ...(tenant === undefined ? {} : { tenant }),
    ...(since === undefined ? {} : { since }),
    ...(session === undefined || tenant === undefined ? {} : { session: { tenant, sessionId: session } }),
  };
}

async function sinceOf({ sinceHead, tenant }: Options): Promise<RememberedHead | undefined> {
  if (sinceHead === undefined) return undefined;
  const head = await readSinceHead(sinceHead);
  if (head.origin === undefined && tenant === undefined)
    throw new AgentError(
      'usage',
      '--since-head SIZE:HASH needs --tenant: it does not say of which chain it is',
    );
  return tenant === undefined ? head : { ...head, tenant };
}

function stateFile({ state }: Options, { dataDir }: Settings): string | null {
  if (state === false) return null;
  return typeof state === 'string' ? state : path.join(dataDir, 'verified-heads.json');
}

/** Only what was verified is remembered; the newest rows alone, or one session, are not the chain. */
async function remember(
  io: CommandIo,
  options: Options,
  settings: Settings,
  { verdict, mode, chains, verified_at }: VerifyReport,
): Promise<void> {
  const file = stateFile(options, settings);
  if (file === null || verdict !== 'verified' || mode === 'quick' || options.session !== undefined) return;
  try {
    await rememberVerifiedHeads(file, chains, verified_at);
  } catch {
    say(
      io,
      `The verified heads could not be written to ${file}: the next run will not compare with this one.`,
    );
  }
}

function conclude(io: CommandIo, report: VerifyReport, { json }: Options): void {
  if (json) printJson(io, report);
  else print(io, verdictText(report));
  if (report.verdict !== 'verified') io.setExitCode(1);
}

/** The keys that are trusted: those that were named, or else this agent's own. */
async function keysOf(options: Options, dataDir: string): Promise<Uint8Array[]> {
  if (options.trustedKey !== undefined) return Promise.all(options.trustedKey.map(publicKeyIn));
  return readPublicKeys(dataDir);
}

async function publicKeyIn(file: string): Promise<Uint8Array> {
  try {
    return publicKeyFromPem(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new AgentError('usage', `${file} is not a readable Ed25519 public key in PEM form`, { cause });
  }
}
