// The reporting API: what is here belongs to one tenant, and the token says which.
import { randomUUID } from 'node:crypto';
import type { Prover } from '@governance-agent/audit-core';
import { Router } from 'express';
import { createLastVerifications } from '../evidence/last-verifications.ts';
import type { Settings } from '../config/settings.ts';
import type { LiveFeed } from '../live/live-feed.ts';
import { createAdministrationRoutes, type AdministrationRoutesDeps } from './administration-routes.ts';
import { createAuditRoutes } from './audit-routes.ts';
import { createChainRoute } from './chain-route.ts';
import { createDecisionsRoutes } from './decisions-routes.ts';
import { createEvidenceRoutes } from './evidence-routes.ts';
import { createExportRoute } from './export-route.ts';
import { createMethodGuard } from './method-guard.ts';
import type { ReportReader } from '../replica/report-reader.ts';
import { createIngestHealthRoute } from './ingest-health-route.ts';
import { createIngestSetupRoute } from './ingest-setup-route.ts';
import { createMetricsRoutes } from './metrics-routes.ts';
import type { OidcLogin } from './oidc-routes.ts';
import { createReaderGate } from './reader.ts';
import { bodyParser } from './request-body.ts';
import { createSessionRoutes } from './session-routes.ts';
import { createSessionsRoutes } from './sessions-routes.ts';
import { createStreamRoute } from './stream-route.ts';
import { createCachedReach } from './unchanged.ts';
import { createUsageRoute } from './usage-route.ts';

export interface ApiDeps extends AdministrationRoutesDeps {
  readonly settings: AdministrationRoutesDeps['settings'] & Pick<Settings, 'ingestPathPrefix'>;
  readonly trustedKeys: () => Promise<readonly Uint8Array[]>;
  readonly prover: Prover;
  /** Where the feed, sessions, usage, metrics and exports are read. Everything else is the primary's. */
  readonly reports: ReportReader;
  readonly live: LiveFeed;
  /** undefined: no identity provider is set up */
  readonly oidc: OidcLogin | undefined;
}

/** For these nobody but an admin is let on. */
const MANAGED = ['/datasets', '/tokens', '/licences', '/keys', '/retention', '/holds'];

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
  ['/ingest/setup', ['GET']],
  ['/datasets', ['GET', 'POST']],
  ['/datasets/:name', ['DELETE']],
  ['/tokens', ['GET', 'POST']],
  ['/tokens/:id', ['DELETE']],
  ['/licences', ['GET']],
  ['/licences/:id', ['DELETE']],
  ['/keys', ['GET']],
  ['/retention{/preview}', ['GET']],
  ['/holds', ['GET', 'POST']],
  ['/holds/:hold/release', ['POST']],
];

export function createApiRouter(deps: ApiDeps): Router {
  const { access, clock, reports } = deps;
  const cached = createCachedReach({ reports, generation: randomUUID() });
  const router = Router();
  router.use(createSessionRoutes({ access, oidc: deps.oidc, clock }));
  router.use(MANAGED, createReaderGate(access, 'admin'), bodyParser());
  router.use(createAdministrationRoutes(deps));
  // A page that is open asks for it every few seconds: that keeps no session alive.
  router.use('/ingest/health', createReaderGate(access, 'read:own', 'watching'));
  router.use(createIngestHealthRoute(deps));
  router.use(createReaderGate(access, 'read:own'));
  router.use(createStreamRoute(deps));
  router.use(createDecisionsRoutes({ ...deps, cached }));
  router.use(createSessionsRoutes({ cached }));
  router.use(createUsageRoute({ cached }));
  router.use(createMetricsRoutes({ cached }));
  const lastVerifications = createLastVerifications();
  router.use(createAuditRoutes({ ...deps, lastVerifications }));
  router.use(createChainRoute({ ...deps, lastVerifications }));
  router.use(createExportRoute({ ...deps, administration: access.administration }));
  router.use(createEvidenceRoutes(deps));
  router.use(createIngestSetupRoute(deps.settings));
  router.use(createMethodGuard(METHODS));
  return router;
}
