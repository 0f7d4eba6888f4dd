// Finds rows whose content is stored and could be erased, a page at a time in order of seq.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { HeldColumns } from '../administration/holds.ts';
import { ADMINISTRATION_PLANE } from '../administration/record.ts';

/** Whose content: a user by e-mail, id or account; a session; or everything received before a time. */
export type ErasureSelector =
  | { readonly by: 'user' | 'session'; readonly value: string }
  /** Unix milliseconds, collector clock; exclusive */
  | { readonly by: 'before' | 'retention'; readonly time: number };

export interface ErasableRow extends HeldColumns {
  readonly seq: number;
}

export interface ErasableQuery {
  readonly tenant: string;
  readonly selector: ErasureSelector;
  /** newest row that is looked at */
  readonly through: number;
  readonly pageRows: number;
}

/** Reasons of operators are not content of the telemetry and stay: they are what accounts for the erasure. */
export async function* readErasable(
  knex: Knex,
  query: ErasableQuery,
): AsyncGenerator<readonly ErasableRow[]> {
  let after = 0;
  for (;;) {
    await nextTurn();
    const page: ErasableRow[] = await readPage(knex, query, after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.seq;
  }
}

async function readPage(
  knex: Knex,
  { tenant, selector, through, pageRows }: ErasableQuery,
  after: number,
): Promise<ErasableRow[]> {
  const query = knex('audit_logs as l')
    .join('audit_content as c', (join) => join.on('c.tenant', 'l.tenant').andOn('c.seq', 'l.seq'))
    .where('l.tenant', tenant)
    .where('l.seq', '>', after)
    .where('l.seq', '<=', through)
    .whereNot('l.plane', ADMINISTRATION_PLANE)
    .orderBy('l.seq')
    .limit(pageRows);
  if (selector.by === 'session') void query.where('l.session_id', selector.value);
  if (selector.by === 'user') void whereUser(query, selector.value);
  return query.select<ErasableRow[]>(
    'l.seq',
    'l.received_at as from',
    'l.received_at as through',
    'l.session_id',
    'l.user_email',
    'l.user_id',
    'l.user_account_uuid',
  );
}

/** A user is whatever the client called them. */
export const userColumns = ['user_email', 'user_id', 'user_account_uuid'] as const;

function whereUser(query: Knex.QueryBuilder, value: string): Knex.QueryBuilder {
  return query.where((any) => {
    for (const column of userColumns) void any.orWhere(`l.${column}`, value);
  });
}

/** The newest row that a selector can mean. Times never go back in a chain, so a time is a place in it. */
export async function lastSelectable(
  knex: Knex,
  tenant: string,
  selector: ErasureSelector,
  size: number,
): Promise<number> {
  if (!('time' in selector)) return size;
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((await timeOf(knex, tenant, middle)) < selector.time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Of the row, or where it is missing of the next one there is. */
async function timeOf(knex: Knex, tenant: string, seq: number): Promise<number> {
  const row = await knex('audit_logs')
    .where({ tenant })
    .where('seq', '>=', seq)
    .orderBy('seq')
    .first<{ received_at: number } | undefined>('received_at');
  return row?.received_at ?? Infinity;
}
