// Detaches partitions that hold nothing newer than a time: bodies leave the store, hashes and usage stay, the chain says so.
import type { ClientBase } from 'pg';
import { isPartitionName } from '../administration/record.ts';
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import { isPartitioned, lockPartitions, quoted, readPartitions, type Partition } from './catalog.ts';
import { detachOne } from './detach-one.ts';
import type { DetachOptions } from './detach-options.ts';
import { heldIn, type HeldTenant } from './held-partition.ts';
import { onPostgres } from './on-postgres.ts';
import { tenantsIn, type PartitionTenant } from './partition-rows.ts';

export interface DetachReport {
  readonly partition: string;
  /** Unix milliseconds, the end not within */
  readonly from: number;
  readonly to: number;
  /** rows of which the envelope alone stays; administrative rows stay whole and are not counted */
  readonly rows: number;
  readonly tenants: number;
  /** `due`: would be detached. `held`: rows of it are under legal hold, and nothing was done. */
  readonly outcome: 'detached' | 'dropped' | 'due' | 'held';
  readonly held: readonly HeldTenant[];
}

/**
 * Oldest first, each in one transaction; what was detached until an error stays detached. The present partition and the
 * default one never are.
 * @throws AuditError `unsupported_database` on SQLite, `partitioned` where the table is not in partitions, `store_corrupt`
 * where rows are not what was signed, `legal_hold` when a hold came while a partition was detached, `key_mismatch`,
 * `rolled_back`, `signing_failed`, `store_unavailable`.
 */
export function detachPartitions(options: DetachOptions): Promise<DetachReport[]> {
  return guarded(async () => {
    const { database, olderThan, clock, signal } = options;
    const time = Math.min(olderThan, clock.now());
    const due = await onPostgres(database, (client) => duePartitions(client, time));
    const reports: DetachReport[] = [];
    for (const partition of due) {
      if (signal?.aborted === true) break;
      const done = await onPostgres(database, (client) => detachDue(client, options, partition));
      done?.remember();
      if (done !== null) reports.push(done.report);
    }
    return reports;
  });
}

type Due = Partition & { readonly range: NonNullable<Partition['range']> };

async function duePartitions(client: ClientBase, time: number): Promise<Due[]> {
  if (!(await isPartitioned(client)))
    throw new AuditError('partitioned', 'The table is not in partitions. Run partitions enable first.');
  return (await readPartitions(client)).filter(
    (partition): partition is Due => partition.range !== null && partition.range.to <= time,
  );
}

interface Done {
  readonly report: DetachReport;
  /** once the transaction is committed */
  readonly remember: () => void;
}

async function detachDue(client: ClientBase, options: DetachOptions, due: Due): Promise<Done | null> {
  await lockPartitions(client);
  const { name, range } = due;
  if (!isPartitionName(name))
    throw new AuditError('partitioned', 'A partition has a name that no row of a chain can hold. Rename it.');
  // Somebody else may have been faster.
  if (!(await readPartitions(client)).some((partition) => partition.name === name)) return null;
  // Nothing is written into it any more; whoever reads goes on.
  if (options.dryRun !== true) await client.query(`LOCK TABLE ${quoted(name)} IN SHARE MODE`);
  const tenants = await tenantsIn(client, name);
  const { held, holds } = await heldIn(client, options.database, name, tenants);
  const report = (outcome: DetachReport['outcome']) => reportOf(name, range, tenants, outcome, held);
  if (held.length > 0) return { report: report('held'), remember: () => undefined };
  if (options.dryRun === true) return { report: report('due'), remember: () => undefined };
  const remember = await detachOne(client, options, { name, tenants, holds });
  return { report: report(options.drop === true ? 'dropped' : 'detached'), remember };
}

function reportOf(
  partition: string,
  range: Due['range'],
  tenants: readonly PartitionTenant[],
  outcome: DetachReport['outcome'],
  held: readonly HeldTenant[],
): DetachReport {
  const rows = tenants.reduce((sum, tenant) => sum + tenant.rows, 0);
  return { partition, ...range, rows, tenants: tenants.length, outcome, held };
}
