// How one chain stands: its head, the keys that it names, what was erased. As the store says it; verification proves it.
import { countRows } from '../administration/row-ranges.ts';
import { erasedRows } from '../chain/erased-rows.ts';
import { createKeySchedule, keyIdOf } from '../chain/key-schedule.ts';
import type { SealedRow } from '../row.ts';
import { readAdministration, type AdministrationRow } from '../store/administration-reader.ts';
import { readHead } from '../store/chain-reader.ts';
import type { Database } from '../store/database.ts';
import { guarded } from './guarded.ts';

/** A key that the chain names, and the rows it signs. One key can have several periods. */
export interface ChainKey {
  readonly key_id: string;
  readonly from: number;
  /** null: signs the rows to come */
  readonly through: number | null;
  /** Unix milliseconds: rows since then prove nothing by themselves; null where nobody said so */
  readonly compromised_since: number | null;
}

export interface ChainStanding {
  readonly origin: string;
  readonly size: number;
  /** base64 hash of the newest row */
  readonly hash: string;
  /** Unix milliseconds, agent clock: when the newest row was received */
  readonly received_at: number;
  /** oldest first */
  readonly keys: readonly ChainKey[];
  /** rows whose content is gone, as erasure rows of the chain say */
  readonly erased: number;
}

const ACTS = ['key_rotation', 'key_replacement', 'key_compromised', 'erasure'] as const;

/** A few look-ups, however long the chain is; null where there is no row. @throws AuditError `store_unavailable`. */
export function readChainStanding({ knex }: Database, tenant: string): Promise<ChainStanding | null> {
  return guarded(async () => {
    const head = await readHead(knex, tenant);
    const first = await knex<SealedRow>('audit_logs').where({ tenant }).orderBy('seq').first('key_id');
    if (head === null || head.size === 0) return null;
    const acts = await readAdministration(knex, tenant, ACTS, head.size);
    const { origin, size, head_hash: hash, received_at } = head;
    const keys = keysOf(first?.key_id ?? head.key_id, acts);
    return { origin, size, hash, received_at, keys, erased: erasedOf(acts) };
  });
}

function keysOf(first: string | null, acts: readonly AdministrationRow[]): ChainKey[] {
  if (first === null) return [];
  const changes = acts.flatMap(({ seq, record }) => ('old_key' in record ? [{ seq, record }] : []));
  const compromises = acts.flatMap(({ record }) => (record.act === 'key_compromised' ? [record] : []));
  // Rows by the first key may all be detached: the first change still names it.
  const began = changes[0] === undefined ? first : keyIdOf(changes[0].record.old_key);
  const { periods } = createKeySchedule({ keyId: began, publicKey: null }, changes);
  return periods.map(({ keyId, from, through, end }) => ({
    key_id: keyId,
    from,
    through: end === null ? null : through,
    compromised_since: earliest(compromises.filter((it) => it.key_id === keyId).map(({ since }) => since)),
  }));
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

function erasedOf(acts: readonly AdministrationRow[]): number {
  return countRows(
    erasedRows(acts.flatMap(({ seq, record }) => (record.act === 'erasure' ? [{ seq, record }] : []))),
  );
}
