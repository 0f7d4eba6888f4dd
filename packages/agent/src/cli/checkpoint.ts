// `checkpoint`: the newest checkpoint of a chain, or one made now. What is printed is what foreign tools verify.
import {
  createCheckpointNow,
  readCheckpoint,
  type Database,
  type StoredCheckpoint,
} from '@governance-agent/audit-core';
import { Command } from 'commander';
import { checkpointRecord } from '../evidence/checkpoint-record.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { tenantsOf } from './report-options.ts';
import { withSigner } from './with-authority.ts';
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
      const showAll = async (database: Database, take: Take): Promise<void> => {
        for (const tenant of await tenantsOf(database, options))
          show(io, tenant, await take(database, tenant), options);
      };
      if (!options.fresh) await withReadStore(settings, (database) => showAll(database, readCheckpoint));
      else
        await withSigner(io, settings, undefined, (deps) =>
          showAll(deps.database, (_, tenant) => createCheckpointNow(deps, tenant)),
        );
    });
}

function show(io: CommandIo, tenant: string, stored: StoredCheckpoint | null, { json }: Options): void {
  if (stored === null) {
    say(io, `tenant ${tenant} has no checkpoint`);
    io.setExitCode(1);
  } else if (json) printJson(io, { tenant, ...checkpointRecord(stored) });
  else print(io, stored.note.trimEnd());
}
