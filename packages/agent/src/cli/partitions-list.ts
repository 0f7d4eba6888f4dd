// `partitions list`: which partitions there are, what they hold and how large they are.
import { listPartitions, type PartitionReport } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { table } from './table.ts';
import { withReadStore } from './with-store.ts';

export function partitionsListCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('list').description('partitions with their times, rows and sizes; counts every row'),
  ).action(async (options: CommonOptions) => {
    const settings = await settingsOf(io, options);
    const shown = (await withReadStore(settings, listPartitions)).map(shownPartition);
    if (options.json) for (const partition of shown) printJson(io, partition);
    else
      print(
        io,
        table(
          HEAD,
          shown.map((partition) => HEAD.map((name) => partition[name])),
        ),
      );
  });
}

const HEAD = ['name', 'from', 'to', 'rows', 'tenants', 'bytes'] as const;

function shownPartition({ from, to, is_default: _, ...partition }: PartitionReport) {
  return { ...partition, from: day(from), to: day(to) };
}

/** null: whatever no other partition takes, or no bounds at all. */
export function day(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
