// Runs retention when the agent starts and once a day, one run at a time.
import { AuditError } from '@governance-agent/audit-core';
import { createDaily, type Daily } from './daily.ts';
import type { Logger } from './logging.ts';
import type { RetentionReport } from './run-retention.ts';

export interface RetentionDeps {
  readonly run: (signal: AbortSignal) => Promise<RetentionReport>;
  readonly logger: Logger;
  /** Default: a day. */
  readonly everyMs?: number;
}

export function createRetention({ run, logger, everyMs }: RetentionDeps): Daily {
  return createDaily(async (signal) => {
    try {
      tell(logger, await run(signal));
    } catch (error) {
      logger.error('retention failed and is tried again with the next run', { code: codeOf(error) });
    }
  }, everyMs);
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
