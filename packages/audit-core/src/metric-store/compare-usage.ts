// Totals of usage from log events beside those from metrics: two tellings of one thing, compared and never added.
import { applyFilters, type DecisionFilters } from '../reads/filters.ts';
import { guarded } from '../reads/guarded.ts';
import type { ReadScope } from '../reads/read-scope.ts';
import { selectTotals, totalsOf, type TotalsRow } from '../reads/totals.ts';
import type { Database } from '../store/database.ts';
import type { MetricFilters } from './metric-filters.ts';
import { readMetricUsage } from './read-metric-usage.ts';

export const COMPARED_FIGURES = [
  'tokens_input',
  'tokens_output',
  'tokens_cache_read',
  'tokens_cache_creation',
  'tokens_used',
  'cost_usd',
  'sessions',
] as const;
export type ComparedFigure = (typeof COMPARED_FIGURES)[number];

export interface UsageComparison {
  readonly sources: readonly ['logs', 'metrics'];
  readonly figures: readonly {
    readonly figure: ComparedFigure;
    readonly logs: number;
    readonly metrics: number;
    /** metrics less logs */
    readonly difference: number;
  }[];
}

type Figures = Readonly<Record<ComparedFigure, number>>;

const DECIMALS = 1e9;

/** @throws AuditError `store_unavailable`. */
export function compareUsage(
  database: Database,
  scope: ReadScope,
  filters: MetricFilters & DecisionFilters = {},
): Promise<UsageComparison> {
  return guarded(async () => {
    const logs = await fromLogs(database, scope, filters);
    const metrics = await fromMetrics(database, scope, filters);
    const figures = COMPARED_FIGURES.map((figure) => ({
      figure,
      logs: logs[figure],
      metrics: metrics[figure],
      difference: Math.round((metrics[figure] - logs[figure]) * DECIMALS) / DECIMALS,
    }));
    return { sources: ['logs', 'metrics'], figures };
  });
}

async function fromLogs({ knex }: Database, scope: ReadScope, filters: DecisionFilters): Promise<Figures> {
  const query = applyFilters(knex('audit_logs'), knex, scope, filters)
    .select(...selectTotals(knex))
    .countDistinct({ sessions: 'session_id' });
  const [row] = (await query) as (TotalsRow & { readonly sessions: number })[];
  return row === undefined ? NOTHING : { ...totalsOf(row), sessions: row.sessions };
}

async function fromMetrics(database: Database, scope: ReadScope, filters: MetricFilters): Promise<Figures> {
  const { usage } = await readMetricUsage(database, scope, filters);
  return usage[0] ?? NOTHING;
}

const NOTHING: Figures = {
  tokens_input: 0,
  tokens_output: 0,
  tokens_cache_read: 0,
  tokens_cache_creation: 0,
  tokens_used: 0,
  cost_usd: 0,
  sessions: 0,
};
