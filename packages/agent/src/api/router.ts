// The reporting API: what is here belongs to one tenant, and the token says which.
import type { Clock, Database, Prover, SignerMemory, SignerSource } from '@governance-agent/audit-core';
import { Router } from 'express';
import type { AccessDesk } from '../access-desk.ts';
import { createAuditRoutes } from './audit-routes.ts';
import { createDatasetsRoutes } from './datasets-routes.ts';
import { createDecisionsRoutes } from './decisions-routes.ts';
import { createEvidenceRoutes } from './evidence-routes.ts';
import { createMethodGuard } from './method-guard.ts';
import { createIngestHealthRoute } from './ingest-health-route.ts';
import { createMetricsRoutes } from './metrics-routes.ts';
import { createReaderGate } from './reader.ts';
import { bodyParser } from './request-body.ts';
import { createSessionsRoutes } from './sessions-routes.ts';
import { createTokensRoutes } from './tokens-routes.ts';
import { createUsageRoute } from './usage-route.ts';

export interface ApiDeps {
  readonly database: Database;
  readonly access: AccessDesk;
  readonly trustedKeys: () => Promise<readonly Uint8Array[]>;
  readonly signer: SignerSource;
  readonly memory: SignerMemory;
  readonly prover: Prover;
  readonly clock: Clock;
}

const MANAGED = ['/datasets', '/tokens'];

/** Every path and what it takes; a new route has its line here. */
const METHODS: readonly (readonly [string, readonly string[]])[] = [
  ['/decisions{/:id}', ['GET']],
  ['/sessions{/:id}', ['GET']],
  ['/usage', ['GET']],
  ['/metrics', ['GET']],
  ['/metrics/series', ['GET']],
  ['/audit/*path', ['GET']],
  ['/ingest/health', ['GET']],
  ['/datasets', ['GET', 'POST']],
  ['/datasets/:name', ['DELETE']],
  ['/tokens', ['GET', 'POST']],
  ['/tokens/:id', ['DELETE']],
];

export function createApiRouter(deps: ApiDeps): Router {
  const { access, clock } = deps;
  const router = Router();
  router.use(MANAGED, createReaderGate(access.tokens, 'admin'), bodyParser());
  router.use(createDatasetsRoutes(access.datasetActs));
  router.use(createTokensRoutes({ acts: access.tokenActs, store: access.tokenStore, clock }));
  router.use(createReaderGate(access.tokens, 'read'));
  router.use(createDecisionsRoutes(deps));
  router.use(createSessionsRoutes(deps.database));
  router.use(createUsageRoute(deps.database));
  router.use(createMetricsRoutes(deps.database));
  router.use(createAuditRoutes(deps));
  router.use(createEvidenceRoutes(deps));
  router.use(createIngestHealthRoute(deps));
  router.use(createMethodGuard(METHODS));
  return router;
}
