// Which chains a key signs, and which keys the store's chains ask for.
import type { Knex } from 'knex';

interface HeadKey {
  readonly tenant: string;
  readonly key_id: string;
}

/** Tenants whose next row this key has to sign. */
export async function readChainsOfKey(knex: Knex, keyId: string): Promise<string[]> {
  const heads = await readHeadKeys(knex);
  return heads.filter(({ key_id }) => key_id === keyId).map(({ tenant }) => tenant);
}

/** The key that each chain with rows asks for; a head from before migration 0003 asks for that of its newest row. */
export function readHeadKeys(knex: Knex): Promise<HeadKey[]> {
  return knex('chain_heads as h')
    .leftJoin('audit_logs as l', (join) => join.on('l.tenant', 'h.tenant').andOn('l.seq', 'h.size'))
    .whereRaw('coalesce(h.key_id, l.key_id) IS NOT NULL')
    .orderBy('h.tenant')
    .select<HeadKey[]>('h.tenant', knex.raw('coalesce(h.key_id, l.key_id) AS key_id'));
}

/** Tenants with at least one row signed by this key. Reads the whole table. */
export function readTenantsSignedBy(knex: Knex, keyId: string): Promise<string[]> {
  return knex('audit_logs').where({ key_id: keyId }).distinct().orderBy('tenant').pluck<string[]>('tenant');
}

/** The public key that the store knows under this id, base64; null when there is none. Proves nothing by itself. */
export async function readRegisteredKey(knex: Knex, keyId: string): Promise<string | null> {
  const key = await knex('signing_keys')
    .where({ key_id: keyId })
    .first<{ public_key: string } | undefined>('public_key');
  return key?.public_key ?? null;
}
