// Who sends to this tenant, and who tries and fails.
import { readSequenceGaps, type Clock, type Database, type SequenceGaps } from '@governance-agent/audit-core';
import { Router } from 'express';
import { LRUCache } from 'lru-cache';
import { adviceOn } from '../health/advice.ts';
import { readIngestHealth } from '../health/read-health.ts';
import { forTenant } from './reader.ts';
import type { ReportReader } from '../replica/report-reader.ts';
import { requestQuery } from './request-query.ts';

const DAY_MS = 86_400_000;
/** The gaps of a day are counted over all its rows: a page that refreshes must not ask for that each time. */
const GAPS_TTL_MS = 60_000;

export interface IngestHealthRouteDeps {
  readonly database: Database;
  readonly reports: ReportReader;
  readonly clock: Clock;
}

export function createIngestHealthRoute({ database, reports, clock }: IngestHealthRouteDeps): Router {
  const router = Router();
  const gaps = new LRUCache<string, SequenceGaps>({
    max: 1000,
    ttl: GAPS_TTL_MS,
    fetchMethod: (tenant) =>
      reports.read(tenant, (from) => readSequenceGaps(from, tenant, clock.now() - DAY_MS)),
  });
  router.get(
    '/ingest/health',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      const senders = await readIngestHealth(database, tenant);
      const reasons = new Set(senders.flatMap((sender) => Object.keys(sender.reasons)));
      const what_to_do = Object.fromEntries([...reasons].map((reason) => [reason, adviceOn(reason)]));
      return { tenant, senders, what_to_do, sequence_gaps: await gaps.fetch(tenant) };
    }),
  );
  return router;
}
