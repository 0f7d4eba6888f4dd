// `rebuild`: makes the rollups of usage and sessions anew from the audit rows.
import { rebuildRollups, type RebuildReport } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { tenantsOf } from './report-options.ts';
import { withWriteStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly tenant?: string;
}

export function rebuildCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('rebuild').description('make the rollups of usage and sessions anew from the audit rows'),
  )
    .option('--tenant <tenant>', 'one tenant; by default all of the store')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      await withWriteStore(io, settings, async (database) => {
        for (const tenant of await tenantsOf(database, options)) {
          const report = await rebuildRollups(database, tenant);
          if (report.rows === 0 && options.tenant !== undefined)
            throw new AgentError('usage', `tenant ${tenant} has no rows in this store`);
          show(io, report, options);
        }
      });
    });
}

function show(io: CommandIo, { tenant, rows }: RebuildReport, { json }: Options): void {
  if (json) printJson(io, { tenant, rows });
  else print(io, `tenant ${tenant}: rollups made anew from ${rows} rows`);
}
