// `dataset create`: a destination that clients name in a header.
import { Command, Option } from 'commander';
import type { DatasetKind } from '@governance-agent/otel-ingest';
import { DATASET_KINDS, isDatasetName } from '../access/dataset.ts';
import { createDatasetStore } from '../access/dataset-store.ts';
import { isName } from '../access/licence.ts';
import { createDatasetActs, type DatasetOrder } from '../administration/dataset-acts.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { shownDataset } from './dataset-list.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withAdministration } from './with-administration.ts';

interface Options extends CommonOptions {
  readonly tenant: string;
  readonly kind: DatasetKind;
}

export function datasetCreateCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('create').description('a destination that clients name in a header'))
    .argument('<name>', 'lower-case letters, digits, dot, dash and underscore; at most 63')
    .requiredOption('--tenant <tenant>', 'whose it is')
    .addOption(new Option('--kind <kind>', 'what it takes').choices(DATASET_KINDS).makeOptionMandatory())
    .action(async (name: string, options: Options) => {
      const order = orderOf(name, options);
      const settings = await settingsOf(io, options);
      await withAdministration(io, settings, async ({ database, administration }) => {
        const store = createDatasetStore(database.knex);
        const dataset = await createDatasetActs({ store, administration, clock: io.clock }).create(
          order,
          'cli',
        );
        if (options.json) printJson(io, shownDataset(dataset));
        say(io, `dataset ${dataset.name} for ${dataset.kind} of tenant ${dataset.tenant}`);
      });
    });
}

function orderOf(name: string, { tenant, kind }: Options): DatasetOrder {
  if (!isDatasetName(name)) {
    throw new AgentError(
      'usage',
      'A name is 1 to 63 lower-case letters, digits, dots, dashes and underscores, and begins with a letter or digit',
    );
  }
  if (!isName(tenant)) throw new AgentError('usage', '--tenant must be printable, without a colon');
  return { tenant, name, kind };
}
