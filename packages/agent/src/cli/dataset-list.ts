// `dataset list`: the datasets of a tenant, defaults included; or those that were made, of all.
import { Command } from 'commander';
import { defaultDatasets, type Dataset } from '../access/dataset.ts';
import { createDatasetStore } from '../access/dataset-store.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { table } from './table.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly tenant?: string;
}

export function datasetListCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('list').description('the datasets, and what they take'))
    .option('--tenant <tenant>', 'one tenant, its defaults included; by default those made, of all')
    .action(async (options: Options) => {
      await withReadStore(await settingsOf(io, options), async ({ knex }) => {
        const { tenant } = options;
        const made = await createDatasetStore(knex).list(tenant);
        const all = tenant === undefined ? made : [...defaultDatasets(tenant), ...made];
        const shown = all.map(shownDataset);
        if (options.json) for (const dataset of shown) printJson(io, dataset);
        else
          print(
            io,
            table(
              HEAD,
              shown.map((dataset) => HEAD.map((name) => dataset[name])),
            ),
          );
      });
    });
}

const HEAD = ['tenant', 'name', 'kind', 'created_at'] as const;

/** As commands and the API show it. `created_at` is null for a default. */
export function shownDataset({ tenant, name, kind, createdAt }: Dataset) {
  return { tenant, name, kind, created_at: createdAt === null ? null : new Date(createdAt).toISOString() };
}
