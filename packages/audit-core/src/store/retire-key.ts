// Retires a signing key: from the commit of this update on, it begins no chain.
import type { Knex } from 'knex';

export async function retireKey(knex: Knex, keyId: string, now: number): Promise<void> {
  await knex('signing_keys').where({ key_id: keyId }).whereNull('retired_at').update({ retired_at: now });
}
