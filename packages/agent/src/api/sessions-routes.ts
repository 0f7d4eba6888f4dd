// Sessions: summaries, and one as a timeline of turns.
import { INTEGRITY_BOUNDARY, readSession, readSessions } from '@governance-agent/audit-core';
import { Router } from 'express';
import { NOT_FOUND, ProblemError } from '../http/problem.ts';
import type { CachedRoutesDeps } from './unchanged.ts';
import { requestQuery, storedName } from './request-query.ts';

export function createSessionsRoutes({ cached }: CachedRoutesDeps): Router {
  const router = Router();
  router.get(
    '/sessions',
    cached((database, reach, request) => readSessions(database, reach, requestQuery(request).query)),
  );
  router.get(
    '/sessions/:id',
    cached(async (database, reach, request) => {
      const { query } = requestQuery(request, {}, ['limit', 'cursor']);
      const session = await readSession(database, reach, storedName(request.params['id']), query);
      if (session === null) throw new ProblemError(NOT_FOUND);
      return { ...session, boundary: INTEGRITY_BOUNDARY };
    }),
  );
  return router;
}
