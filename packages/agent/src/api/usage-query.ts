// How usage is grouped: by a named group, or by an attribute.
import { USAGE_GROUPS, type UsageQuery } from '@governance-agent/audit-core';
import { anyWord, oneOfWords, type ExtraParameters, type ReportQuery } from './report-query.ts';

const BUCKETS = ['hour', 'day'] as const;

export const USAGE_PARAMETERS: ExtraParameters = { group_by: anyWord, bucket: oneOfWords(BUCKETS) };

/** Where figures come from. The same tokens and cost arrive as log events and as metrics: one of them is counted. */
export const SOURCE_PARAMETER: ExtraParameters = { source: oneOfWords(['logs', 'metrics']) };

/** A group that is none of the named ones is the key of a (resource) attribute, with or without `attr.` before it. */
export function usageQuery(query: ReportQuery, extras: Readonly<Record<string, string>>): UsageQuery {
  const { cursor: _cursor, ...filters } = query;
  const bucket = BUCKETS.find((name) => name === extras['bucket']);
  return { ...filters, by: groupOf(extras['group_by'] ?? 'user'), ...(bucket && { bucket }) };
}

function groupOf(name: string): UsageQuery['by'] {
  return USAGE_GROUPS.find((group) => group === name) ?? { attribute: name.replace(/^attr\./, '') };
}
