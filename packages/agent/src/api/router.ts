// The reporting API: what is here belongs to one tenant, and the token says which.
import { randomUUID } from 'node:crypto';
import type { Clock, Database, Prover, SignerMemory, SignerSource } from '@governance-agent/audit-core';
import { Router } from 'express';
import type { AccessDesk } from '../access-desk.ts';
import type { LiveFeed } from '../live/live-feed.ts';
import { createAuditRoutes } from './audit-routes.ts';
import { createDatasetsRoutes } from './datasets-routes.ts';
import { createDecisionsRoutes } from './decisions-routes.ts';
import { createEvidenceRoutes } from './evidence-routes.ts';
import { createExportRoute } from './export-route.ts';
import { createMethodGuard } from './method-guard.ts';
import { createIngestHealthRoute } from './ingest-health-route.ts';
import { createMetricsRoutes } from './metrics-routes.ts';
import type { OidcLogin } from './oidc-routes.ts';
import { createReaderGate } from './reader.ts';
import { bodyParser } from './request-body.ts';
import { createSessionRoutes } from './session-routes.ts';
import { createSessionsRoutes } from './sessions-routes.ts';
import { createStreamRoute } from './stream-route.ts';
import { createTokensRoutes } from './tokens-routes.ts';
import { createCachedReach } from './unchanged.ts';
import { createUsageRoute } from './usage-route.ts';

export interface ApiDeps {
  readonly database: Database;
  readonly access: AccessDesk;
  readonly trustedKeys: () => Promise<readonly Uint8Array[]>;
  readonly signer: SignerSource;
  readonly memory: SignerMemory;
  readonly prover: Prover;
  readonly live: LiveFeed;
  /** undefined: no identity provider is set up */
  readonly oidc: OidcLogin | undefined;
  readonly clock: Clock;
}

/** For these nobody but an admin is let on. */
const MANAGED = ['/datasets', '/tokens'];

/** Every path and what it takes; a new route has its line here. */
const METHODS: readonly (readonly [string, readonly string[]])[] = [
  ['/session', ['GET', 'POST', 'DELETE']],
  ['/session/methods', ['GET']],
  ['/session/oidc', ['GET']],
  ['/session/oidc/callback', ['GET']],
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
  const { database, access, clock } = deps;
  const cached = createCachedReach({ database, generation: randomUUID() });
  const router = Router();
  router.use(createSessionRoutes({ access, oidc: deps.oidc, clock }));
  router.use(MANAGED, createReaderGate(access, 'admin'), bodyParser());
  router.use(createDatasetsRoutes(access.datasetActs));
  router.use(createTokensRoutes({ acts: access.tokenActs, store: access.tokenStore, clock }));
  router.use(createReaderGate(access, 'read:own'));
  router.use(createStreamRoute(deps));
  router.use(createDecisionsRoutes({ ...deps, cached }));
  router.use(createSessionsRoutes({ ...deps, cached }));
  router.use(createUsageRoute({ ...deps, cached }));
  router.use(createMetricsRoutes(database));
  router.use(createAuditRoutes(deps));
  router.use(createExportRoute({ ...deps, administration: access.administration }));
  router.use(createEvidenceRoutes(deps));
  router.use(createIngestHealthRoute(deps));
  router.use(createMethodGuard(METHODS));
  return router;
}
