// Evidence: the verdict over the tenant's own chain.
import {
  verify,
  type Clock,
  type Database,
  type VerifyMode,
  type VerifyReport,
} from '@governance-agent/audit-core';
import { Router } from 'express';
import type { LastVerifications } from '../evidence/last-verifications.ts';
import { forTenant } from './reader.ts';
import { oneOfWords } from './report-query.ts';
import { requestQuery } from './request-query.ts';
import { createSharedWork } from './shared-work.ts';

export interface AuditRoutesDeps {
  readonly database: Database;
  /** The keys to pin, as they are now. */
  readonly trustedKeys: () => Promise<readonly Uint8Array[]>;
  readonly lastVerifications: LastVerifications;
  readonly clock: Clock;
}

export function createAuditRoutes(deps: AuditRoutesDeps): Router {
  const router = Router();
  // A walk over a long chain takes a while.
  const verifyOnce = createSharedWork<VerifyReport>();
  router.get(
    '/audit/verify',
    forTenant((tenant, request) => {
      const { extras } = requestQuery(request, { mode: oneOfWords(MODES) }, ['mode']);
      const mode = MODES.find((one) => one === extras['mode']) ?? 'full';
      return verifyOnce(JSON.stringify([tenant, mode]), () => verifyNow(deps, tenant, mode));
    }),
  );
  return router;
}

// Without a file of its own a route remembers no heads: `incremental` is for the command line.
const MODES = ['quick', 'full', 'deep'] as const satisfies readonly VerifyMode[];

async function verifyNow(deps: AuditRoutesDeps, tenant: string, mode: VerifyMode): Promise<VerifyReport> {
  const report = await verify({ ...deps, trustedKeys: await deps.trustedKeys(), tenant, mode });
  deps.lastVerifications.remember(tenant, report);
  return report;
}
