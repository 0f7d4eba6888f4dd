// `dataset create|list|delete`
import { Command } from 'commander';
import { datasetCreateCommand } from './dataset-create.ts';
import { datasetDeleteCommand } from './dataset-delete.ts';
import { datasetListCommand } from './dataset-list.ts';
import type { CommandIo } from './io.ts';

export function datasetCommand(io: CommandIo): Command {
  return new Command('dataset')
    .description('datasets: named destinations inside a tenant')
    .addCommand(datasetCreateCommand(io))
    .addCommand(datasetListCommand(io))
    .addCommand(datasetDeleteCommand(io));
}
