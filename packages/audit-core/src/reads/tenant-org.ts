// The org that a tenant's rows name: for rows that no credential of an org stands behind.
import type { Database } from '../store/database.ts';
import type { SealedRow } from '../row.ts';
import { guarded } from './guarded.ts';

/** Of the newest row; null for a tenant without rows. @throws AuditError `store_unavailable`. */
export function readOrg({ knex }: Database, tenant: string): Promise<string | null> {
  return guarded(async () => {
    const newest = await knex<SealedRow>('audit_logs').where({ tenant }).orderBy('seq', 'desc').first('org');
    return newest?.org ?? null;
  });
}
