// Usage of one tenant, counted from metric points. The same tokens and cost arrive as log events: never add both.
import type { Knex } from 'knex';
import { attributePath, attributeText } from '../reads/filters.ts';
import { guarded } from '../reads/guarded.ts';
import type { Database } from '../store/database.ts';
import { tenantOf, type ReadScope } from '../reads/read-scope.ts';
import { scopedSeries, type MetricBucket, type MetricFilters, type MetricGroup } from './metric-filters.ts';
import { bucketStart, perSeries } from './per-series.ts';
import { bucketOf } from './read-metric-series.ts';

export interface MetricUsageQuery extends MetricFilters {
  /** Absent: everything together. */
  readonly by?: MetricGroup;
  readonly bucket?: MetricBucket;
  /** Most groups to give back, largest first. Default 1000. */
  readonly limit?: number;
}

export interface MetricFigures {
  readonly tokens_input: number;
  readonly tokens_output: number;
  readonly tokens_cache_read: number;
  readonly tokens_cache_creation: number;
  readonly tokens_used: number;
  readonly cost_usd: number;
  /** Starts of the client, resumed sessions included. */
  readonly session_starts: number;
  readonly lines_added: number;
  readonly lines_removed: number;
  readonly commits: number;
  readonly pull_requests: number;
  readonly edits_accepted: number;
  readonly edits_rejected: number;
  readonly active_seconds_user: number;
  readonly active_seconds_cli: number;
}

export interface MetricUsageRow extends MetricFigures {
  /** null: series that name none, or no group was asked for */
  readonly group: string | null;
  readonly bucket: string | null;
  readonly sessions: number;
  readonly users: number;
}

export interface MetricUsageReport {
  readonly source: 'metrics';
  readonly by: string;
  readonly usage: readonly MetricUsageRow[];
  readonly truncated: boolean;
}

type Figure = keyof Omit<MetricFigures, 'tokens_used'>;

/** Each figure: the counter, and the attribute value that tells it from its sisters. */
const FIGURES: Readonly<
  Record<Figure, readonly [name: string, attribute?: 'type' | 'decision', value?: string]>
> = {
  tokens_input: ['token.usage', 'type', 'input'],
  tokens_output: ['token.usage', 'type', 'output'],
  tokens_cache_read: ['token.usage', 'type', 'cacheRead'],
  tokens_cache_creation: ['token.usage', 'type', 'cacheCreation'],
  cost_usd: ['cost.usage'],
  session_starts: ['session.count'],
  lines_added: ['lines_of_code.count', 'type', 'added'],
  lines_removed: ['lines_of_code.count', 'type', 'removed'],
  commits: ['commit.count'],
  pull_requests: ['pull_request.count'],
  edits_accepted: ['code_edit_tool.decision', 'decision', 'accept'],
  edits_rejected: ['code_edit_tool.decision', 'decision', 'reject'],
  active_seconds_user: ['active_time.total', 'type', 'user'],
  active_seconds_cli: ['active_time.total', 'type', 'cli'],
};

const PREFIX = 'claude_code.';
const NAMES = [...new Set(Object.values(FIGURES).map(([name]) => PREFIX + name))];
/** Sums of fractions carry noise in their last digits; cost is kept to the billionth, as in the audit rows. */
const DECIMALS = 1e9;

type UsageAggregate = Readonly<Record<Figure, number>> & {
  readonly grp: string | null;
  readonly bkt: number | null;
  readonly sessions: number;
  readonly users: number;
};

/** @throws AuditError `store_unavailable`. */
export function readMetricUsage(
  database: Database,
  scope: ReadScope,
  query: MetricUsageQuery = {},
): Promise<MetricUsageReport> {
  return guarded(async () => {
    const limit = Math.max(1, query.limit ?? 1000);
    const rows = await aggregate(database.knex, scope, query, limit + 1);
    const usage = rows.slice(0, limit).map((row) => usageRow(row, query));
    return { source: 'metrics', by: nameOf(query.by), usage, truncated: rows.length > limit };
  });
}

function nameOf(by: MetricGroup | undefined): string {
  return typeof by === 'object' ? by.attribute : (by ?? 'all');
}

async function aggregate(
  knex: Knex,
  scope: ReadScope,
  query: MetricUsageQuery,
  limit: number,
): Promise<UsageAggregate[]> {
  const scoped = scopedSeries(knex, scope, query, query.by)
    .whereIn('metric_series.name', NAMES)
    .whereNot('metric_series.counting', 'level')
    .select(attributeColumn(knex, 'type'), attributeColumn(knex, 'decision'));
  const select = perSeries(knex, tenantOf(scope), scoped, { ...query, bucket: bucketOf(query) })
    .select('grp', 'bkt', ...Object.entries(FIGURES).map(([figure, of]) => figureColumn(knex, figure, of)))
    .countDistinct({ sessions: 'session_id', users: 'actor' })
    .groupBy('grp', 'bkt')
    .limit(limit);
  if (query.by === 'day') void select.orderBy('bkt');
  else void select.orderByRaw('cost_usd DESC, tokens_output DESC, grp, bkt');
  return (await select) as UsageAggregate[];
}

function attributeColumn(knex: Knex, key: 'type' | 'decision'): Knex.Raw {
  const text = attributeText(knex, 'attributes', 'metric_series');
  return knex.raw(`${text} AS ${key}_attribute`, attributePath(knex, key));
}

function figureColumn(
  knex: Knex,
  figure: string,
  [name, attribute, value]: (typeof FIGURES)[Figure],
): Knex.Raw {
  const which = attribute === undefined ? '' : ` AND ${attribute}_attribute = ?`;
  const text = `coalesce(sum(CASE WHEN name = ?${which} THEN total ELSE 0 END), 0) AS ${figure}`;
  return knex.raw(text, [PREFIX + name, ...(value === undefined ? [] : [value])]);
}

function usageRow(row: UsageAggregate, query: MetricUsageQuery): MetricUsageRow {
  const bucket = bucketOf(query);
  const start = bucket === undefined || row.bkt === null ? null : bucketStart(row.bkt, bucket);
  const { grp, bkt: _bkt, sessions, users, ...figures } = row;
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(value * DECIMALS) / DECIMALS]),
  ) as Record<Figure, number>;
  return {
    group: query.by === 'day' ? (start?.slice(0, 10) ?? null) : grp,
    bucket: start,
    sessions,
    users,
    ...rounded,
    tokens_used:
      rounded.tokens_input +
      rounded.tokens_output +
      rounded.tokens_cache_read +
      rounded.tokens_cache_creation,
  };
}
