// The feed, and one decision with its evidence.
import { INTEGRITY_BOUNDARY, readDecision, readDecisions, type Database } from '@governance-agent/audit-core';
import { Router } from 'express';
import { NOT_FOUND, ProblemError } from '../http/problem.ts';
import { forTenant } from './reader.ts';
import { requestQuery } from './request-query.ts';

export function createDecisionsRoutes(database: Database): Router {
  const router = Router();
  router.get(
    '/decisions',
    forTenant((tenant, request) => readDecisions(database, tenant, requestQuery(request).query)),
  );
  router.get(
    '/decisions/:id',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      const decision = await readDecision(database, tenant, String(request.params['id']));
      if (decision === null) throw new ProblemError(NOT_FOUND);
      return { ...decision, boundary: INTEGRITY_BOUNDARY };
    }),
  );
  return router;
}
