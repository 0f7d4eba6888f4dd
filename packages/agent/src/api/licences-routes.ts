// Licences of the caller's tenant: listed and revoked. They are issued on the command line alone (ADR 26).
import { Router } from 'express';
import type { Database } from '@governance-agent/audit-core';
import { createRevocationList } from '../access/revocation-list.ts';
import type { Administration } from '../administration/administration.ts';
import { revokeWithRow } from '../administration/licence-acts.ts';
import { readLicences, type KnownLicence } from '../administration/read-licences.ts';
import { AgentError } from '../errors.ts';
import { forCaller, forTenant } from './reader.ts';
import { requestQuery, storedName } from './request-query.ts';

export interface LicencesRoutesDeps {
  readonly database: Database;
  readonly administration: Administration;
  /** Path of the list of revoked licences. */
  readonly revocationList: string;
  readonly clock: { now(): number };
}

export function createLicencesRoutes(deps: LicencesRoutesDeps): Router {
  const { administration, clock, revocationList: file } = deps;
  const router = Router();
  const list = { ...deps, revocations: createRevocationList(file) };
  router.get(
    '/licences',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      return { licences: (await readLicences(list, tenant)).map(shown) };
    }),
  );
  router.delete(
    '/licences/:id',
    forCaller(async ({ tenant, actor }, request) => {
      const licence = storedName(request.params['id']);
      const known = await readLicences(list, tenant);
      // Of another tenant, or of a store that does not tell: the chain of whom should say that it is revoked?
      if (known.every(({ id }) => id !== licence))
        throw new AgentError('not_found', 'This tenant has no licence with this id');
      await revokeWithRow({ administration, clock }, { licence, tenant, file }, actor);
      return { status: 204 };
    }),
  );
  return router;
}

function shown({ id, features, issuedAt, expiresAt, revokedAt, seq, state, refusedHere }: KnownLicence) {
  return {
    id,
    state,
    features,
    issued_at: new Date(issuedAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
    revoked_at: revokedAt === null ? null : new Date(revokedAt).toISOString(),
    refused_here: refusedHere,
    seq,
  };
}
