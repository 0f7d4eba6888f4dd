// Metrics: which there are, and one as series.
import { readMetricNames, readMetricSeries, type Database } from '@governance-agent/audit-core';
import { Router } from 'express';
import { badRequest } from '../http/problem.ts';
import { METRIC_PARAMETERS, metricSeriesQuery } from './metric-query.ts';
import { forReach } from './reader.ts';
import { requestQuery } from './request-query.ts';

export function createMetricsRoutes(database: Database): Router {
  const router = Router();
  router.get(
    '/metrics',
    forReach((reach, request) => {
      const { columns, limit } = requestQuery(request, {}, ['dataset', 'limit']).query;
      const dataset = columns?.dataset;
      return readMetricNames(database, reach, {
        ...(dataset === undefined ? {} : { dataset }),
        ...(limit === undefined ? {} : { limit }),
      });
    }),
  );
  router.get(
    '/metrics/series',
    forReach((reach, request) => {
      const { query, extras } = requestQuery(request, METRIC_PARAMETERS);
      return readMetricSeries(database, reach, metricSeriesQuery(query, extras, badRequest));
    }),
  );
  return router;
}
