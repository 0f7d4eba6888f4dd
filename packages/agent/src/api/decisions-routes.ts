// The feed, and one decision with its evidence.
import {
  AuditError,
  INTEGRITY_BOUNDARY,
  readDecision,
  readDecisions,
  tenantOf,
  type Database,
  type Prover,
} from '@governance-agent/audit-core';
import { Router } from 'express';
import { NOT_FOUND, ProblemError } from '../http/problem.ts';
import { forReach } from './reader.ts';
import type { CachedReach } from './unchanged.ts';
import { requestQuery, storedName } from './request-query.ts';

export interface DecisionsRoutesDeps {
  /** One decision comes with its proof, and those are the primary's. */
  readonly database: Database;
  readonly prover: Prover;
  readonly cached: CachedReach;
}

export function createDecisionsRoutes({ database, prover, cached }: DecisionsRoutesDeps): Router {
  const router = Router();
  router.get(
    '/decisions',
    cached((from, reach, request) => readDecisions(from, reach, requestQuery(request).query)),
  );
  router.get(
    '/decisions/:id',
    forReach(async (reach, request) => {
      requestQuery(request, {}, []);
      const decision = await readDecision(database, reach, storedName(request.params['id']));
      if (decision === null) throw new ProblemError(NOT_FOUND);
      const evidence = { ...decision.evidence, ...(await proofOf(prover, tenantOf(reach), decision.seq)) };
      return { ...decision, evidence, boundary: INTEGRITY_BOUNDARY };
    }),
  );
  return router;
}

/** C2SP tlog-proof to the first checkpoint that covers the row; null while none does. */
async function proofOf(prover: Prover, tenant: string, seq: number) {
  try {
    const covered = await prover.covering(tenant, seq);
    return {
      proof: covered?.text ?? null,
      checkpoint_size: covered?.checkpoint.size ?? null,
      proof_problem: null,
    };
  } catch (error) {
    // A damaged chain must not hide the row that somebody came to look at; it says that there is no proof of it.
    if (!(error instanceof AuditError) || error.code === 'store_unavailable') throw error;
    return { proof: null, checkpoint_size: null, proof_problem: error.code };
  }
}
