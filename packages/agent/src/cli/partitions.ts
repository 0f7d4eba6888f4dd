// `partitions enable|maintain|list|detach`: audit rows in partitions by time, on PostgreSQL.
import { Command } from 'commander';
import type { CommandIo } from './io.ts';
import { partitionsDetachCommand } from './partitions-detach.ts';
import { partitionsEnableCommand } from './partitions-enable.ts';
import { partitionsListCommand } from './partitions-list.ts';
import { partitionsMaintainCommand } from './partitions-maintain.ts';

export function partitionsCommand(io: CommandIo): Command {
  return new Command('partitions')
    .description('audit rows in partitions by time of arrival (PostgreSQL)')
    .addCommand(partitionsEnableCommand(io))
    .addCommand(partitionsMaintainCommand(io))
    .addCommand(partitionsListCommand(io))
    .addCommand(partitionsDetachCommand(io));
}
