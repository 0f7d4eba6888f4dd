// What is new in a chain, oldest first: for who follows it.
import { readHead } from '../store/chain-reader.ts';
import type { Database } from '../store/database.ts';
import { decisionRecord, type DecisionRecord, type RowWithContent } from './decision.ts';
import { rowsWithContent } from './decisions.ts';
import { applyFilters, type DecisionFilters } from './filters.ts';
import { guarded } from './guarded.ts';
import type { ReadScope } from './read-scope.ts';

/** Most rows that one look passes over: however few of them a filter leaves, the look stays short. */
const STRIDE = 5000;

export interface NewDecisions {
  readonly decisions: readonly DecisionRecord[];
  /** Where to go on from: every row up to here was looked at. */
  readonly through: number;
}

export interface NewDecisionsQuery {
  readonly filters: DecisionFilters;
  /** A seq: rows behind it. */
  readonly after: number;
  /** A seq: rows up to it. */
  readonly upTo: number;
  readonly limit: number;
}

/** How far a chain has come. */
export interface ChainPosition {
  /** rows; 0 where there is no chain */
  readonly size: number;
  /** base64 hash of the newest row; empty where there is no chain */
  readonly hash: string;
}

/** One look-up by key. @throws AuditError `store_unavailable`. */
export function readChainPosition({ knex }: Database, tenant: string): Promise<ChainPosition> {
  return guarded(async () => {
    const head = await readHead(knex, tenant);
    return { size: head?.size ?? 0, hash: head?.head_hash ?? '' };
  });
}

/** @throws AuditError `store_unavailable`. */
export function readNewDecisions(
  { knex }: Database,
  scope: ReadScope,
  { filters, after, upTo, limit }: NewDecisionsQuery,
): Promise<NewDecisions> {
  return guarded(async () => {
    const end = Math.min(upTo, after + STRIDE);
    const select = applyFilters(rowsWithContent(knex), knex, scope, filters)
      .where('audit_logs.seq', '>', after)
      .where('audit_logs.seq', '<=', end)
      .orderBy('audit_logs.seq')
      .limit(limit);
    const decisions = ((await select) as RowWithContent[]).map(decisionRecord);
    const last = decisions.at(-1);
    return { decisions, through: decisions.length === limit && last !== undefined ? last.seq : end };
  });
}
