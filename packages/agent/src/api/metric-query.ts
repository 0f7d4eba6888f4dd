// Queries over metrics, for the API and the command line alike.
import {
  METRIC_FILTER_COLUMNS,
  METRIC_GROUPS,
  type MetricFilters,
  type MetricGroup,
  type MetricSeriesQuery,
  type MetricUsageQuery,
} from '@governance-agent/audit-core';
import { anyWord, oneOfWords, type ExtraParameters, type ReportQuery } from './report-query.ts';

const BUCKETS = ['hour', 'day'] as const;

type Extras = Readonly<Record<string, string>>;

/** Makes the error of whoever asked: a problem of the API, or a usage error of the command line. */
export type Refuse = (problem: string) => Error;

export const METRIC_PARAMETERS: ExtraParameters = {
  name: anyWord,
  group_by: anyWord,
  bucket: oneOfWords(BUCKETS),
};

/** Throws what `refuse` makes of a missing name, or of a filter that metrics do not have. */
export function metricSeriesQuery(query: ReportQuery, extras: Extras, refuse: Refuse): MetricSeriesQuery {
  const name = extras['name'];
  if (name === undefined) throw refuse('name is missing: which metric? See /api/v1/metrics or `metrics`');
  return { ...groupedQuery(query, extras, refuse), name };
}

/** A usage query, counted from metrics. Throws as `metricSeriesQuery` does. */
export function metricUsageQuery(query: ReportQuery, extras: Extras, refuse: Refuse): MetricUsageQuery {
  return { ...groupedQuery(query, extras, refuse), by: groupOf(extras['group_by'] ?? 'user', refuse) };
}

/** The filters alone; whatever else was given does not apply. */
export function metricFilters(query: ReportQuery, refuse: Refuse): MetricFilters {
  const { columns = {}, limit: _limit, cursor, ...filters } = query;
  if (cursor !== undefined) throw refuse('cursor does not apply here');
  const known: readonly string[] = METRIC_FILTER_COLUMNS;
  const foreign = Object.keys(columns).find((name) => !known.includes(name));
  if (foreign !== undefined) throw refuse(`${foreign} does not apply to metrics`);
  return { ...filters, columns };
}

function groupedQuery(query: ReportQuery, extras: Extras, refuse: Refuse): MetricUsageQuery {
  const { group_by: group } = extras;
  const bucket = BUCKETS.find((name) => name === extras['bucket']);
  return {
    ...metricFilters(query, refuse),
    ...(query.limit === undefined ? {} : { limit: query.limit }),
    ...(group === undefined ? {} : { by: groupOf(group, refuse) }),
    ...(bucket && { bucket }),
  };
}

function groupOf(name: string, refuse: Refuse): MetricGroup {
  if (name === 'event') throw refuse('metrics are not events: group by another name');
  return METRIC_GROUPS.find((group) => group === name) ?? { attribute: name.replace(/^attr\./, '') };
}
