// Leaves a chain of `size` rows that is whole in itself: what an older copy of the database would hold.
import { isPostgres, rebuildRollups } from '@governance-agent/audit-core';
import type { Knex } from 'knex';

export async function setBack(knex: Knex, tenant: string, size: number): Promise<void> {
  await dropGuards(knex);
  for (const table of ['audit_logs', 'audit_content']) {
    await knex(table).where({ tenant }).andWhere('seq', '>', size).delete();
  }
  await knex('checkpoints').where({ tenant }).andWhere('size', '>', size).delete();
  const newest = await knex('audit_logs')
    .where({ tenant, seq: size })
    .first<{ row_hash: string; received_at: number } | undefined>('row_hash', 'received_at');
  const head = knex('chain_heads').where({ tenant });
  if (newest === undefined) await head.delete();
  else {
    const { row_hash: head_hash, received_at } = newest;
    await head.update({ size, head_hash, received_at, frontier: null });
    await rebuildRollups({ knex }, tenant);
  }
}

/** Takes the triggers away that refuse what an attacker with the database would do. */
export async function dropGuards(knex: Knex): Promise<void> {
  if (isPostgres(knex)) {
    for (const table of ['audit_logs', 'audit_content', 'checkpoints', 'chain_heads'])
      await knex.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    return;
  }
  const names = await knex('sqlite_master').where({ type: 'trigger' }).pluck<string[]>('name');
  for (const name of names) await knex.raw(`DROP TRIGGER ${name}`);
}
