// Who sends to this tenant, and who tries and fails.
import { readSequenceGaps, type Clock, type Database } from '@governance-agent/audit-core';
import { Router } from 'express';
import { readIngestHealth } from '../health/read-health.ts';
import { forTenant } from './reader.ts';
import { requestQuery } from './request-query.ts';

const DAY_MS = 86_400_000;

export interface IngestHealthRouteDeps {
  readonly database: Database;
  readonly clock: Clock;
}

export function createIngestHealthRoute({ database, clock }: IngestHealthRouteDeps): Router {
  const router = Router();
  router.get(
    '/ingest/health',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      const senders = await readIngestHealth(database, tenant);
      const since = clock.now() - DAY_MS;
      return { tenant, senders, sequence_gaps: await readSequenceGaps(database, tenant, since) };
    }),
  );
  return router;
}
