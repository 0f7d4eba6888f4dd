// The filters of a page as the API's parameters.
import type { Filters } from '../state/filters.ts';
import type { operations } from './generated/openapi.ts';

export type FeedQuery = NonNullable<operations['listDecisions']['parameters']['query']>;

const ATTRIBUTE = 'attr.';

/** Nothing is left out: a value that the API does not know, it refuses in words. */
export function feedQuery(filters: Filters): FeedQuery {
  const entries = Object.entries(filters);
  const attributes = entries.filter(([name]) => name.startsWith(ATTRIBUTE));
  const columns = entries.filter(([name]) => !name.startsWith(ATTRIBUTE));
  return {
    ...(Object.fromEntries(columns) as FeedQuery),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  };
}
