// Keeps partitions ready for the times to come, and detaches old ones where PARTITION_RETENTION_DAYS says so.
import {
  AuditError,
  detachPartitions,
  maintainPartitions,
  type ActDeps,
  type DetachReport,
} from '@governance-agent/audit-core';
import { createDaily, type Daily } from './daily.ts';
import type { Logger } from './logging.ts';

export interface PartitionKeeperDeps extends ActDeps {
  readonly logger: Logger;
  /** Partitions older than so many days are detached; undefined: none. */
  readonly days: number | undefined;
  /** Default: a day. */
  readonly everyMs?: number;
}

const DAY_MS = 86_400_000;

/** For PostgreSQL; does nothing while the table is not in partitions, unless some are to be detached. */
export function createPartitionKeeper({ logger, days, everyMs, ...act }: PartitionKeeperDeps): Daily {
  return createDaily(async (signal) => {
    try {
      const created = await maintainPartitions(act);
      if (created !== null && created.length > 0)
        logger.info('partitions were made', { created: created.join(', ') });
      if (days === undefined || signal.aborted) return;
      const olderThan = act.clock.now() - days * DAY_MS;
      for (const report of await detachPartitions({ ...act, olderThan, signal })) tell(logger, report);
    } catch (error) {
      const code = error instanceof AuditError ? error.code : 'unknown';
      logger.error('partitions could not be kept and are tried again with the next run', { code });
    }
  }, everyMs);
}

function tell(logger: Logger, { partition, rows, tenants, outcome }: DetachReport): void {
  if (outcome === 'held') logger.warn('a partition stays: a legal hold covers rows of it', { partition });
  else logger.info('a partition was detached', { partition, rows, tenants });
}
