// The reporting API: everything here reads, for one tenant, with a token.
import type { Clock, Database } from '@governance-agent/audit-core';
import { Router } from 'express';
import type { TokenDesk } from '../access/token-desk.ts';
import { createAuditRoutes } from './audit-routes.ts';
import { createDecisionsRoutes } from './decisions-routes.ts';
import { createMetricsRoutes } from './metrics-routes.ts';
import { createReaderGate } from './reader.ts';
import { createSessionsRoutes } from './sessions-routes.ts';
import { createUsageRoute } from './usage-route.ts';

export interface ApiDeps {
  readonly database: Database;
  readonly tokens: TokenDesk;
  readonly trustedKeys: readonly Uint8Array[];
  readonly clock: Clock;
}

export function createApiRouter(deps: ApiDeps): Router {
  const router = Router();
  router.use(createReaderGate(deps.tokens, 'read'));
  router.use(createDecisionsRoutes(deps.database));
  router.use(createSessionsRoutes(deps.database));
  router.use(createUsageRoute(deps.database));
  router.use(createMetricsRoutes(deps.database));
  router.use(createAuditRoutes(deps));
  return router;
}
