// Keeps partitions ready for the times to come. Idempotent; one at a time.
import { guarded } from '../reads/guarded.ts';
import { AuditError } from '../errors.ts';
import { addPartitions } from './add-partitions.ts';
import { isPartitioned, lockPartitions, readPartitions, type Partition } from './catalog.ts';
import type { EnableDeps } from './enable-partitions.ts';
import { onPostgres } from './on-postgres.ts';
import { periodOf, type Period, type TimeRange } from './period.ts';

/**
 * @returns names of the partitions that were made; null where the table is not in partitions.
 * @throws AuditError `unsupported_database` on SQLite, `store_unavailable`.
 */
export function maintainPartitions({ database, clock }: EnableDeps): Promise<readonly string[] | null> {
  return guarded(() =>
    onPostgres(database, async (client) => {
      await lockPartitions(client);
      if (!(await isPartitioned(client))) return null;
      const newest = newestOf(await readPartitions(client));
      return addPartitions(client, { ...newest, now: clock.now() });
    }),
  );
}

/** The newest partition says how long the next ones are: whoever made it. */
function newestOf(partitions: readonly Partition[]): { period: Period; boundary: number } {
  const ranges = partitions.map(({ range }) => range).filter((range): range is TimeRange => range !== null);
  const newest = ranges.at(-1);
  const period = newest === undefined ? null : periodOf(newest);
  if (newest !== undefined && period !== null) return { period, boundary: newest.to };
  throw new AuditError(
    'partitioned',
    'The newest partition is no month, week or day: somebody else keeps these partitions. Nothing was made.',
  );
}
