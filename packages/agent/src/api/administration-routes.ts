// What an admin may do over HTTP to the caller's own tenant. What is left to the command line, and why: ADR 26.
import type { Clock, Database, SignerMemory, SignerSource } from '@governance-agent/audit-core';
import { Router } from 'express';
import type { AccessDesk } from '../access-desk.ts';
import type { IssuerSource } from '../access/issuer-source.ts';
import { revocationListPath } from '../access/revocation-list.ts';
import type { Settings } from '../config/settings.ts';
import { readKeyHistory } from '../keys/key-history.ts';
import { createDatasetsRoutes } from './datasets-routes.ts';
import { createHoldsRoutes } from './holds-routes.ts';
import { createKeysRoute } from './keys-route.ts';
import { createLicencesRoutes } from './licences-routes.ts';
import { createRetentionRoutes } from './retention-routes.ts';
import { createTokensRoutes } from './tokens-routes.ts';

export interface AdministrationRoutesDeps {
  readonly settings: Pick<Settings, 'dataDir' | 'retentionDays'>;
  readonly database: Database;
  readonly access: AccessDesk;
  readonly issuers: Pick<IssuerSource, 'current'>;
  readonly signer: SignerSource;
  readonly memory: SignerMemory;
  /** What becomes of a reason before it is stored; empty where it could not be masked. */
  readonly maskReason: (text: string) => string;
  readonly clock: Clock;
}

/** Mounted behind the gate for admins. */
export function createAdministrationRoutes(deps: AdministrationRoutesDeps): Router {
  const { settings, access, database, issuers, clock } = deps;
  const { dataDir, retentionDays } = settings;
  const act = { database, signer: deps.signer, memory: deps.memory, clock };
  const revocationList = revocationListPath(dataDir);
  const router = Router();
  router.use(createDatasetsRoutes(access.datasetActs));
  router.use(createTokensRoutes({ acts: access.tokenActs, store: access.tokenStore, clock }));
  router.use(
    createLicencesRoutes({ database, administration: access.administration, revocationList, clock }),
  );
  router.use(createKeysRoute({ database, keys: () => readKeyHistory(dataDir), issuers }));
  router.use(createRetentionRoutes({ ...act, retentionDays }));
  router.use(createHoldsRoutes({ ...act, maskReason: deps.maskReason }));
  return router;
}
