// Evidence that can be taken away: checkpoints, and proofs of rows and trees.
import {
  createCheckpointNow,
  readCheckpoint,
  readDecision,
  type Clock,
  type Database,
  type Prover,
  type SignerMemory,
  type SignerSource,
} from '@governance-agent/audit-core';
import { Router } from 'express';
import type { Request } from 'express';
import { checkpointRecord, consistencyRecord, inclusionRecord } from '../evidence/checkpoint-record.ts';
import { badRequest, NOT_FOUND, ProblemError } from '../http/problem.ts';
import { forTenant, forTenantWithText, type Evidence } from './reader.ts';
import { anyWord, oneOfWords, rowNumber } from './report-query.ts';
import { requestQuery } from './request-query.ts';

export interface EvidenceRoutesDeps {
  readonly database: Database;
  readonly signer: SignerSource;
  readonly memory: SignerMemory;
  readonly prover: Prover;
  readonly clock: Clock;
}

export function createEvidenceRoutes(deps: EvidenceRoutesDeps): Router {
  const router = Router();
  router.get(
    '/audit/checkpoint',
    forTenantWithText((tenant, request) => checkpoint(deps, tenant, request)),
  );
  router.get(
    '/audit/proof/inclusion',
    forTenantWithText((tenant, request) => inclusion(deps, tenant, request)),
  );
  router.get(
    '/audit/proof/consistency',
    forTenant((tenant, request) => consistency(deps, tenant, request)),
  );
  return router;
}

async function checkpoint(deps: EvidenceRoutesDeps, tenant: string, request: Request): Promise<Evidence> {
  const { extras } = requestQuery(request, { fresh: oneOfWords(['true', 'false']) }, ['fresh']);
  const stored = await (extras['fresh'] === 'true'
    ? createCheckpointNow(deps, tenant)
    : readCheckpoint(deps.database, tenant));
  if (stored === null) throw notYet('There is no checkpoint: nothing is stored yet, or ask with fresh=true.');
  return { json: checkpointRecord(stored), text: stored.note };
}

const INCLUSION = { seq: rowNumber, size: rowNumber, id: anyWord };

async function inclusion(deps: EvidenceRoutesDeps, tenant: string, request: Request): Promise<Evidence> {
  const { extras } = requestQuery(request, INCLUSION, Object.keys(INCLUSION));
  const seq = await seqOf(deps.database, tenant, extras);
  const size = extras['size'] === undefined ? undefined : Number(extras['size']);
  const covered = await deps.prover.covering(tenant, seq, size);
  if (covered !== null)
    return { json: inclusionRecord(covered.proof, covered.checkpoint), text: covered.text };
  return { json: inclusionRecord(await deps.prover.inclusion(tenant, seq, size), null), text: undefined };
}

async function seqOf(
  database: Database,
  tenant: string,
  { seq, id }: Readonly<Record<string, string>>,
): Promise<number> {
  if ((seq === undefined) === (id === undefined)) throw badRequest('give seq or id, one of them');
  if (id === undefined) return Number(seq);
  const decision = await readDecision(database, tenant, id);
  if (decision === null) throw new ProblemError(NOT_FOUND);
  return decision.seq;
}

const CONSISTENCY = { from: rowNumber, to: rowNumber };

async function consistency({ prover }: EvidenceRoutesDeps, tenant: string, request: Request) {
  const { extras } = requestQuery(request, CONSISTENCY, Object.keys(CONSISTENCY));
  const { from, to } = extras;
  if (from === undefined || to === undefined) throw badRequest('give from and to, the sizes of two trees');
  return consistencyRecord(await prover.consistency(tenant, Number(from), Number(to)));
}

function notYet(detail: string): ProblemError {
  return new ProblemError({ ...NOT_FOUND, detail });
}
