// Reads what detached rows added to usage, a part at a time.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { DetachedUsage } from '../rollups/detached-usage.ts';

type Key = Pick<DetachedUsage, 'source' | 'part' | 'first_seq'>;

/** Keys of all parts, in the order of the rows they are of. */
export function readUsageKeys(knex: Knex, tenant: string): Promise<Key[]> {
  return knex('detached_usage')
    .where({ tenant })
    .orderBy(['first_seq', 'source', 'part'])
    .select<Key[]>('source', 'part', 'first_seq');
}

export async function readUsagePart(knex: Knex, tenant: string, { source, part }: Key): Promise<string> {
  await nextTurn();
  const found = await knex('detached_usage')
    .where({ tenant, source, part })
    .first<{ usage: string } | undefined>('usage');
  return found?.usage ?? '';
}
