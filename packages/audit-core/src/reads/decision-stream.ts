// Every decision that matches, oldest first: for exports, where a silent limit would be a gap.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../store/database.ts';
import { readHead } from '../store/chain-reader.ts';
import { decisionRecord, type DecisionRecord, type RowWithContent } from './decision.ts';
import { rowsWithContent } from './decisions.ts';
import { applyFilters, type DecisionFilters } from './filters.ts';
import { guarded } from './guarded.ts';
import { tenantOf, type ReadScope } from './read-scope.ts';

export interface DecisionStreamQuery extends DecisionFilters {
  /** Row numbers, inclusive. */
  readonly from?: number;
  readonly through?: number;
}

const PAGE_ROWS = 500;

/**
 * Pages in order of seq, up to the head as it stands at the first page: it ends while rows are being written.
 * @throws AuditError `store_unavailable`.
 */
export async function* streamDecisions(
  { knex }: Database,
  scope: ReadScope,
  query: DecisionStreamQuery = {},
): AsyncGenerator<readonly DecisionRecord[]> {
  const head = await guarded(() => readHead(knex, tenantOf(scope)));
  const through = Math.min(query.through ?? Infinity, head?.size ?? 0);
  let after = (query.from ?? 1) - 1;
  for (;;) {
    await nextTurn();
    const rows = await guarded(async () => {
      const select = applyFilters(rowsWithContent(knex), knex, scope, query)
        .where('audit_logs.seq', '>', after)
        .where('audit_logs.seq', '<=', through);
      return (await select.orderBy('audit_logs.seq').limit(PAGE_ROWS)) as RowWithContent[];
    });
    yield rows.map(decisionRecord);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.seq;
  }
}
