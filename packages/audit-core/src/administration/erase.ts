// Removes content of rows and metric points, and states in the same transaction what went. The rows and proofs stay.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import { readHead } from '../store/chain-reader.ts';
import { purgeErased } from '../store/purge-erased.ts';
import { assertFree, createTally, reportOf, type EraseOptions, type EraseReport } from './erase-options.ts';
import { countPointsOfPage, erasableSeries, erasePointsOfPage } from './erase-points.ts';
import { countRowsOfPage, erasableRows, eraseRowsOfPage } from './erase-rows.ts';
import { readHolds } from './legal-holds.ts';

/**
 * Erases rows that are stored when it begins; what arrives meanwhile is left. Memory stays flat at any size.
 * @throws AuditError `legal_hold` naming the holds; `unknown_tenant`; else as `actOnChain`. Batches that were committed
 * until then stay.
 */
export function erase(options: EraseOptions): Promise<EraseReport> {
  return guarded(async () => {
    const { database, dryRun = false } = options;
    const size = await sizeOf(options);
    if (dryRun || options.onHold === 'refuse') {
      const count = await countErasable(options, size);
      if (dryRun) return count;
      assertFree(count.holds);
    }
    const report = await eraseAll(options, size);
    return { ...report, purged: report.erasures === 0 || (await purgeErased(database)) };
  });
}

/** A tenant may have metrics and no chain. */
async function sizeOf({ database: { knex }, tenant }: EraseOptions): Promise<number> {
  const head = await readHead(knex, tenant);
  if (head !== null) return head.size;
  const series: unknown = await knex('metric_series').where({ tenant }).first('series_id');
  if (series !== undefined) return 0;
  throw new AuditError('unknown_tenant', 'This store has nothing of this tenant. Check the name.');
}

async function countErasable(options: EraseOptions, size: number): Promise<EraseReport> {
  const tally = createTally();
  const holds = await readHolds(options.database, options.tenant);
  for await (const page of erasableRows(options, size)) countRowsOfPage(page, holds, tally);
  for await (const page of erasableSeries(options)) countPointsOfPage(page, holds, tally);
  return reportOf(options, tally);
}

async function eraseAll(options: EraseOptions, size: number): Promise<EraseReport> {
  const tally = createTally();
  for await (const page of erasableRows(options, size)) await eraseRowsOfPage(options, page, tally);
  for await (const page of erasableSeries(options)) await erasePointsOfPage(options, page, tally);
  return reportOf(options, tally);
}
