// Reads what operators did to a chain: few rows, found through their own index.
import type { Knex } from 'knex';
import {
  ADMINISTRATION_PLANE,
  parseAdministration,
  type AdministrationAct,
  type AdministrationRecord,
} from '../administration/record.ts';
import type { SealedRow } from '../row.ts';

/** An act and the row that states it. */
export interface AdministrationRow {
  readonly seq: number;
  readonly received_at: number;
  readonly key_id: string;
  readonly record: AdministrationRecord;
}

/** In order of seq, of rows up to `through`. Only as genuine as the rows are: verify the chain. */
export async function readAdministration(
  knex: Knex,
  tenant: string,
  acts: readonly AdministrationAct[],
  through = Number.MAX_SAFE_INTEGER,
): Promise<AdministrationRow[]> {
  const rows = await knex<SealedRow>('audit_logs')
    // The literal makes the partial index usable on both databases.
    .whereRaw(`plane = '${ADMINISTRATION_PLANE}'`)
    .where({ tenant })
    .whereIn('event', acts)
    .where('seq', '<=', through)
    .orderBy('seq')
    .select('seq', 'received_at', 'key_id', 'plane', 'event', 'attributes');
  return administrationRows(rows);
}

export type StoredAct = Pick<SealedRow, 'seq' | 'received_at' | 'key_id' | 'plane' | 'event' | 'attributes'>;

/** Parses rows of the plane; whatever is no act of the format is left out. */
export function administrationRows(rows: readonly StoredAct[]): AdministrationRow[] {
  return rows.flatMap(({ seq, received_at, key_id, ...row }) => {
    const record = parseAdministration(row);
    return record === null ? [] : [{ seq, received_at, key_id, record }];
  });
}

/** The acts that legal holds are made of; read within a transaction of an append. */
export const HOLD_ROWS = `SELECT seq, received_at, key_id, plane, event, attributes FROM audit_logs
  WHERE tenant = $1 AND plane = '${ADMINISTRATION_PLANE}' AND event IN ('legal_hold_placed', 'legal_hold_released')
  ORDER BY seq`;
