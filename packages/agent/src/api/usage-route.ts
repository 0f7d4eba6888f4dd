// Usage: prompts, tool calls, approvals, tokens and cost per group and per time bucket, from one source at a time.
import { compareUsage, readMetricUsage, readUsage } from '@governance-agent/audit-core';
import { Router, type Request } from 'express';
import { badRequest } from '../http/problem.ts';
import { metricFilters, metricUsageQuery } from './metric-query.ts';
import type { CachedRoutesDeps } from './unchanged.ts';
import { requestQuery } from './request-query.ts';
import { SOURCE_PARAMETER, USAGE_PARAMETERS, usageQuery } from './usage-query.ts';

export function createUsageRoute({ cached }: CachedRoutesDeps): Router {
  const router = Router();
  router.get(
    '/usage',
    cached((database, reach, request) => {
      const { query, extras } = requestQuery(request, { ...USAGE_PARAMETERS, ...SOURCE_PARAMETER });
      if (query.cursor !== undefined) throw badRequest('cursor does not apply here');
      if (extras['source'] === 'metrics')
        return readMetricUsage(database, reach, metricUsageQuery(query, extras, badRequest));
      return readUsage(database, reach, usageQuery(query, extras));
    }, isFromRows),
  );
  router.get(
    '/usage/comparison',
    cached((database, reach, request) => {
      const { query } = requestQuery(request);
      if (query.limit !== undefined) throw badRequest('limit does not apply here');
      return compareUsage(database, reach, metricFilters(query, badRequest));
    }, never),
  );
  return router;
}

const never = (): boolean => false;

/** Metric points come in without lengthening the chain. */
function isFromRows(request: Request): boolean {
  return new URL(request.originalUrl, 'http://agent.invalid').searchParams.get('source') !== 'metrics';
}
