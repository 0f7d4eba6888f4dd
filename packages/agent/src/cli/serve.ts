// `serve`: runs the agent until SIGTERM or SIGINT.
import { Command } from 'commander';
import { bootAgent } from '../boot.ts';
import type { Settings } from '../config/settings.ts';
import { createLogger, type Logger } from '../logging.ts';
import { untilShutdown } from '../shutdown.ts';
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
      await serve(io, settings, options.migrate ? 'always' : 'embedded', (url) => {
        if (options.json) printJson(io, { url });
      });
    });
}

/** Boots, listens, tells the URL, and resolves after an orderly end. */
export async function serve(
  io: CommandIo,
  settings: Settings,
  migrate: MigratePolicy,
  onListening: (url: string) => void,
): Promise<void> {
  const logger = loggerFor(io, settings);
  const agent = await bootAgent({ settings, logger, clock: io.clock, migrate });
  try {
    // Before listening: who sees the URL may send a signal at once.
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

export function loggerFor(io: CommandIo, { logLevel, logFormat }: Settings): Logger {
  return createLogger({ level: logLevel, format: logFormat, stream: io.stderr });
}
