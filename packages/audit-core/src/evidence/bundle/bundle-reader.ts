// Reads what a bundle is made of, a page at a time and in order of seq; the event loop runs in between.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { ADMINISTRATION_PLANE } from '../../administration/record.ts';
import type { LeafRange } from '../../chain/merkle-proof.ts';
import { AuditError } from '../../errors.ts';
import { rowsWithContent } from '../../reads/decisions.ts';
import { applyFilters, type DecisionFilters } from '../../reads/filters.ts';
import { leavesOf } from '../../store/leaves.ts';
import type { BundleSelection } from './bundle-options.ts';
import type { BundleRow } from './bundle-rows.ts';

const PAGE_ROWS = 500;

/** Acts that bear on any row of a chain; erasures bear on the rows they name. */
const KEY_ACTS = ['key_rotation', 'key_replacement', 'key_compromised', 'rollback_accepted'] as const;

export function readSelected(
  knex: Knex,
  tenant: string,
  selection: BundleSelection,
  size: number,
): AsyncGenerator<BundleRow[]> {
  return readPages((after) => {
    const query = applyFilters(rowsWithContent(knex), knex, tenant, filtersOf(selection))
      .select('audit_content.salt as content_salt')
      .where('audit_logs.seq', '<=', selection.kind === 'range' ? Math.min(selection.through, size) : size);
    if (selection.kind === 'range') void query.where('audit_logs.seq', '>=', selection.from);
    return query.where('audit_logs.seq', '>', after);
  });
}

/** Administrative rows that a bundle carries: all about keys, and the erasures that were asked for. */
export async function* readHistory(
  knex: Knex,
  tenant: string,
  size: number,
  erasures: ReadonlySet<number>,
): AsyncGenerator<BundleRow[]> {
  const pages = readPages((after) =>
    rowsWithContent(knex)
      // The literal makes the partial index usable on both databases.
      .whereRaw(`audit_logs.plane = '${ADMINISTRATION_PLANE}'`)
      .where('audit_logs.tenant', tenant)
      .whereIn('audit_logs.event', [...KEY_ACTS, 'erasure'])
      .where('audit_logs.seq', '<=', size)
      .where('audit_logs.seq', '>', after),
  );
  for await (const page of pages) {
    const rows = page.filter(({ event, seq }) => event !== 'erasure' || erasures.has(seq));
    yield rows.map((row) => ({ ...row, content_text: null, content_salt: null }));
  }
}

/** Leaf hashes of a tenant's tree. @throws AuditError `store_corrupt` when rows are missing. */
export async function readLeaves(
  knex: Knex,
  tenant: string,
  { start, end }: LeafRange,
): Promise<Uint8Array[]> {
  await nextTurn();
  const hashes = await leavesOf(knex, tenant)
    .where('seq', '>', start)
    .where('seq', '<=', end)
    .orderBy('seq')
    .pluck<string[]>('row_hash');
  if (hashes.length !== end - start)
    throw new AuditError('store_corrupt', 'Rows of a chain are missing. Run verify, then restore the store.');
  return hashes.map((hash) => Buffer.from(hash, 'base64'));
}

function filtersOf(selection: BundleSelection): DecisionFilters {
  if (selection.kind === 'filter') return selection.filters;
  return selection.kind === 'session' ? { columns: { session_id: selection.sessionId } } : {};
}

async function* readPages(query: (after: number) => Knex.QueryBuilder): AsyncGenerator<BundleRow[]> {
  let after = 0;
  for (;;) {
    await nextTurn();
    const page = (await query(after).orderBy('audit_logs.seq').limit(PAGE_ROWS)) as BundleRow[];
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    after = last.seq;
  }
}
