// Runs retention when the agent starts and once a day, one run at a time.
import { AuditError } from '@governance-agent/audit-core';
import type { Logger } from './logging.ts';
import type { RetentionReport } from './run-retention.ts';

export interface Retention {
  /** The first run begins at once; later ones a day after the one before began. */
  start(): void;
  /** Ends the run under way between two batches, and begins no more. */
  stop(): Promise<void>;
}

export interface RetentionDeps {
  readonly run: (signal: AbortSignal) => Promise<RetentionReport>;
  readonly logger: Logger;
  /** Default: a day. */
  readonly everyMs?: number;
}

export function createRetention({ run, logger, everyMs = 86_400_000 }: RetentionDeps): Retention {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const runOnce = async (): Promise<void> => {
    try {
      tell(logger, await run(stopping.signal));
    } catch (error) {
      logger.error('retention failed and is tried again with the next run', { code: codeOf(error) });
    }
  };
  const begin = (): void => {
    running ??= runOnce().finally(() => {
      running = undefined;
    });
  };
  return {
    start: () => {
      if (timer !== undefined) return;
      begin();
      timer = setInterval(begin, everyMs).unref();
    },
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}

function tell(logger: Logger, { erased, failed }: RetentionReport): void {
  for (const { tenant, rows, points, held, held_points } of erased) {
    if (rows + points > 0)
      logger.info('content beyond retention was erased', { tenant, rows, points, held, held_points });
  }
  for (const { tenant, code } of failed) logger.error('retention failed for a tenant', { tenant, code });
}

function codeOf(error: unknown): string {
  return error instanceof AuditError ? error.code : 'unknown';
}
