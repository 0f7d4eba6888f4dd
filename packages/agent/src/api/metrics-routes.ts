// Metrics: which there are, and one as series.
import { readMetricNames, readMetricSeries } from '@governance-agent/audit-core';
import { Router } from 'express';
import { badRequest } from '../http/problem.ts';
import { METRIC_PARAMETERS, metricSeriesQuery } from './metric-query.ts';
import { requestQuery } from './request-query.ts';
import type { CachedRoutesDeps } from './unchanged.ts';

/** Points come in without lengthening the chain. */
const never = (): boolean => false;

export function createMetricsRoutes({ cached }: CachedRoutesDeps): Router {
  const router = Router();
  router.get(
    '/metrics',
    cached((database, reach, request) => {
      const { columns, limit } = requestQuery(request, {}, ['dataset', 'limit']).query;
      const dataset = columns?.dataset;
      return readMetricNames(database, reach, {
        ...(dataset === undefined ? {} : { dataset }),
        ...(limit === undefined ? {} : { limit }),
      });
    }, never),
  );
  router.get(
    '/metrics/series',
    cached((database, reach, request) => {
      const { query, extras } = requestQuery(request, METRIC_PARAMETERS);
      return readMetricSeries(database, reach, metricSeriesQuery(query, extras, badRequest));
    }, never),
  );
  return router;
}
