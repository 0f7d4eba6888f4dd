// Usage: prompts, tool calls, approvals, tokens and cost per group and per time bucket.
import { readUsage, type Database } from '@governance-agent/audit-core';
import { Router } from 'express';
import { badRequest } from '../http/problem.ts';
import { forTenant } from './reader.ts';
import { requestQuery } from './request-query.ts';
import { USAGE_PARAMETERS, usageQuery } from './usage-query.ts';

export function createUsageRoute(database: Database): Router {
  const router = Router();
  router.get(
    '/usage',
    forTenant((tenant, request) => {
      const { query, extras } = requestQuery(request, USAGE_PARAMETERS);
      if (query.cursor !== undefined) throw badRequest('cursor does not apply here');
      return readUsage(database, tenant, usageQuery(query, extras));
    }),
  );
  return router;
}
