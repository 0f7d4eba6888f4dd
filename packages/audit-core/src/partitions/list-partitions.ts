// Which partitions there are, what they hold and how large they are.
import { guarded } from '../reads/guarded.ts';
import { isPartitioned, quoted, readPartitions } from './catalog.ts';
import { onPostgres } from './on-postgres.ts';
import { TABLE } from './period.ts';
import type { Database } from '../store/database.ts';

export interface PartitionReport {
  readonly name: string;
  /** Unix milliseconds, the end not within; null for the default partition */
  readonly from: number | null;
  readonly to: number | null;
  readonly is_default: boolean;
  readonly rows: number;
  readonly tenants: number;
  /** with indexes */
  readonly bytes: number;
}

/** By time, the default partition last; a table that is not in partitions is one. @throws as `maintainPartitions`. */
export function listPartitions(database: Database): Promise<PartitionReport[]> {
  return guarded(() =>
    onPostgres(database, async (client) => {
      const partitions = (await isPartitioned(client))
        ? await readPartitions(client)
        : [{ name: TABLE, range: null, isDefault: false }];
      const reports: PartitionReport[] = [];
      for (const { name, range, isDefault } of partitions) {
        const { rows } = await client.query<Pick<PartitionReport, 'rows' | 'tenants' | 'bytes'>>(
          `SELECT count(*) AS rows, count(DISTINCT tenant) AS tenants,
             pg_total_relation_size('${quoted(name).replaceAll("'", "''")}'::regclass) AS bytes FROM ${quoted(name)}`,
        );
        const counts = rows[0] ?? { rows: 0, tenants: 0, bytes: 0 };
        reports.push({
          name,
          from: range?.from ?? null,
          to: range?.to ?? null,
          is_default: isDefault,
          ...counts,
        });
      }
      return reports;
    }),
  );
}
