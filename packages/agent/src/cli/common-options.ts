// The options that every command has.
import type { Command } from 'commander';
import { readSettings } from '../config/read-settings.ts';
import type { Settings } from '../config/settings.ts';
import type { CommandIo } from './io.ts';

export interface CommonOptions {
  readonly config?: string;
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly json?: true;
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'JSON file with settings; the environment wins over it')
    .option('--data-dir <dir>', 'keys and embedded store (DATA_DIR)')
    .option('--database-url <url>', 'sqlite:<file> or postgres://… (DATABASE_URL)')
    .option('--json', 'machine-readable result on stdout');
}

export function settingsOf(io: CommandIo, options: CommonOptions): Promise<Settings> {
  const { config: configFile, dataDir, databaseUrl } = options;
  return readSettings({ env: io.env, configFile, dataDir, databaseUrl });
}
