// Refuses a bundle of rows that were detached: their bodies are not here, and leaving them out would look like all there was.
import type { Knex } from 'knex';
import { sessionLine } from '../../envelope.ts';
import { AuditError } from '../../errors.ts';
import type { BundleOptions, BundleSelection } from './bundle-options.ts';

/** @throws AuditError `rows_detached`. A filter selects among the rows that are there. */
export async function assertThere({ database, tenant, selection }: BundleOptions): Promise<void> {
  if (!(await touchesDetached(database.knex, tenant, selection))) return;
  throw new AuditError(
    'rows_detached',
    'Some of these rows were detached with their partition: their bodies are in an archive. Ask for rows behind them.',
  );
}

export async function touchesDetached(
  knex: Knex,
  tenant: string,
  selection: BundleSelection,
): Promise<boolean> {
  if (selection.kind === 'filter') return false;
  const query = knex('detached_rows').where({ tenant });
  if (selection.kind === 'session') void query.where({ session: sessionLine(selection.sessionId) });
  else void query.where('seq', '>=', selection.from).where('seq', '<=', selection.through);
  const found: unknown = await query.first('seq');
  return found !== undefined;
}
