// `checkpoint`: the newest checkpoint of a chain, or one made now. What is printed is what foreign tools verify.
import {
  createCheckpointNow,
  createSigner,
  readCheckpoint,
  type Database,
  type StoredCheckpoint,
} from '@governance-agent/audit-core';
import { Command } from 'commander';
import { readSigningKey } from '../agent-keys.ts';
import { AgentError } from '../errors.ts';
import { checkpointRecord } from '../evidence/checkpoint-record.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { tenantsOf } from './report-options.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly tenant?: string;
  readonly fresh?: true;
}

type Take = (database: Database, tenant: string) => Promise<StoredCheckpoint | null>;

export function checkpointCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('checkpoint').description('signed checkpoints to keep elsewhere'))
    .option('--tenant <tenant>', 'one tenant; by default all of the store')
    .option('--fresh', 'make one at the present size')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const take = options.fresh ? await freshly(io, settings.dataDir) : readCheckpoint;
      await withReadStore(settings, async (database) => {
        for (const tenant of await tenantsOf(database, options)) {
          show(io, tenant, await take(database, tenant), options);
        }
      });
    });
}

async function freshly({ clock }: CommandIo, dataDir: string): Promise<Take> {
  const key = await readSigningKey(dataDir);
  if (key === undefined) {
    throw new AgentError(
      'key_unusable',
      'There is no signing key under DATA_DIR: only its owner makes checkpoints',
    );
  }
  const signer = createSigner({ key });
  return (database, tenant) => createCheckpointNow({ database, signer, clock }, tenant);
}

function show(io: CommandIo, tenant: string, stored: StoredCheckpoint | null, { json }: Options): void {
  if (stored === null) {
    say(io, `tenant ${tenant} has no checkpoint`);
    io.setExitCode(1);
  } else if (json) printJson(io, { tenant, ...checkpointRecord(stored) });
  else print(io, stored.note.trimEnd());
}
