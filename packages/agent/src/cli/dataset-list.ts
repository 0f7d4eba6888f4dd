// `dataset list`: the datasets of a tenant, or of all, defaults included.
import { readChainSizes, readMetricTenants, type Database } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { defaultDatasets, type Dataset } from '../access/dataset.ts';
import { createDatasetStore } from '../access/dataset-store.ts';
import { createTokenStore } from '../access/token-store.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { table } from './table.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly tenant?: string;
}

export function datasetListCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('list').description('the datasets, and what they take'))
    .option(
      '--tenant <tenant>',
      'one tenant; by default every one that has rows, metrics, tokens or datasets',
    )
    .action(async (options: Options) => {
      await withReadStore(await settingsOf(io, options), async (database) => {
        const shown = (await datasetsOf(database, options.tenant)).map(shownDataset);
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

async function datasetsOf(database: Database, tenant: string | undefined): Promise<Dataset[]> {
  const made = await createDatasetStore(database.knex).list(tenant);
  const tenants = tenant === undefined ? await knownTenants(database, made) : [tenant];
  return tenants.flatMap((one) => [
    ...defaultDatasets(one),
    ...made.filter((dataset) => dataset.tenant === one),
  ]);
}

/** A tenant is in no table of its own: it is where anything names it. */
async function knownTenants(database: Database, made: readonly Dataset[]): Promise<string[]> {
  const tokens = await createTokenStore(database.knex).list();
  const named = [...made, ...tokens].map(({ tenant }) => tenant);
  const filled = [...(await readChainSizes(database)).keys(), ...(await readMetricTenants(database))];
  return [...new Set([...filled, ...named])].sort();
}

const HEAD = ['tenant', 'name', 'kind', 'created_at'] as const;

/** As commands and the API show it. `created_at` is null for a default. */
export function shownDataset({ tenant, name, kind, createdAt }: Dataset) {
  return { tenant, name, kind, created_at: createdAt === null ? null : new Date(createdAt).toISOString() };
}
