// What can be asked of usage.
import type { DecisionFilters } from './filters.ts';

export const USAGE_GROUPS = ['user', 'model', 'tool', 'day', 'session', 'plane', 'dataset', 'event'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];
export type UsageBucket = 'hour' | 'day';

export interface UsageQuery extends DecisionFilters {
  /** A named group, or an attribute by its key: the record's own, or else its resource's. */
  readonly by: UsageGroup | { readonly attribute: string };
  /** Splits every group by time as well. */
  readonly bucket?: UsageBucket;
  /** Most groups to give back, largest first. Default 1000. */
  readonly limit?: number;
}
