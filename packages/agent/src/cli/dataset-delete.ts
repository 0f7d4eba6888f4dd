// `dataset delete`: an empty one only; rows of the chain are never deleted.
import { Command } from 'commander';
import { createDatasetStore } from '../access/dataset-store.ts';
import { createDatasetActs } from '../administration/dataset-acts.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withAdministration } from './with-administration.ts';

interface Options extends CommonOptions {
  readonly tenant: string;
}

export function datasetDeleteCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('delete').description('an empty dataset; requests that name it are 404'),
  )
    .argument('<name>')
    .requiredOption('--tenant <tenant>', 'whose it is')
    .action(async (name: string, options: Options) => {
      const settings = await settingsOf(io, options);
      await withAdministration(io, settings, async ({ database, administration }) => {
        const store = createDatasetStore(database.knex);
        const acts = createDatasetActs({ store, administration, clock: io.clock });
        await acts.remove(options.tenant, name, 'cli');
        if (options.json) printJson(io, { tenant: options.tenant, name, deleted: true });
        say(io, `dataset ${name} of tenant ${options.tenant} is deleted`);
      });
    });
}
