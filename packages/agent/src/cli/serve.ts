// `serve`: runs the agent until SIGTERM or SIGINT.
import { Command } from 'commander';
import { bootAgent } from '../boot.ts';
import type { Settings } from '../config/settings.ts';
import { createLogger, type Logger } from '../logging.ts';
import { untilShutdown } from '../shutdown.ts';
import type { ReadSettings } from '../reload.ts';
import type { MigratePolicy } from '../store.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, type CommandIo } from './io.ts';

interface Options extends CommonOptions {
  readonly migrate?: true;
}

export function serveCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('serve').description('run the agent'))
    .option('--migrate', 'bring the schema up to date first, also on PostgreSQL')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const migrate = options.migrate ? 'always' : 'embedded';
      const tell = (url: string): void => {
        if (options.json) printJson(io, { url });
      };
      await serve(io, settings, migrate, tell, reloadable(io, options));
    });
}

/**
 * Boots, listens, tells the URL, and resolves after an orderly end.
 * @param again reads the settings anew at SIGHUP; without it SIGHUP ends the process, as it does everywhere
 */
export async function serve(
  io: CommandIo,
  settings: Settings,
  migrate: MigratePolicy,
  onListening: (url: string) => void,
  again?: ReadSettings,
): Promise<void> {
  const logger = loggerFor(io, settings);
  const agent = await bootAgent({ settings, logger, clock: io.clock, migrate });
  try {
    // Before listening: who sees the URL may send a signal at once.
    if (again !== undefined) io.process.on('SIGHUP', () => void agent.reload(again));
    const ended = untilShutdown({ process: io.process, logger, close: () => agent.close() });
    const url = await agent.listen();
    logger.info('listening', { url, ingest: settings.otelIngestEnabled });
    onListening(url);
    await ended;
    logger.info('stopped');
  } finally {
    await agent.close();
  }
}

/** A terminal that is closed hangs up, too: whoever runs the agent there wants it gone, not reloaded. */
function reloadable(io: CommandIo, options: Options): ReadSettings | undefined {
  return io.stderr.isTTY === true ? undefined : () => settingsOf(io, options);
}

export function loggerFor(io: CommandIo, { logLevel, logFormat }: Settings): Logger {
  return createLogger({ level: logLevel, format: logFormat, stream: io.stderr });
}
