// Usage as counted from the sealed rows.
import { bodyOf, type ApiClient } from './client.ts';
import type { operations } from './generated/openapi.ts';
import type { UsageReport } from './types.ts';

type UsageQuery = Omit<NonNullable<operations['readUsage']['parameters']['query']>, 'source' | 'limit'>;

const MOST = 1000;

/** Throws ApiError. */
export async function readUsage(
  api: ApiClient,
  query: UsageQuery,
  signal: AbortSignal,
): Promise<UsageReport> {
  const params = { query: { ...query, limit: MOST } };
  const report = await bodyOf(api.GET('/api/v1/usage', { params, signal }));
  // Without `source` the agent counts rows; the other report has figures of another kind.
  if (report.source !== 'logs') throw new TypeError('The agent counted metrics instead of rows');
  return report;
}
