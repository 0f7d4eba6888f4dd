// How the own chain stands: where a page about evidence begins.
import {
  readChainStanding,
  readCheckpoint,
  type Database,
  type SignerMemory,
} from '@governance-agent/audit-core';
import { Router } from 'express';
import { chainRecord } from '../evidence/chain-record.ts';
import type { LastVerifications } from '../evidence/last-verifications.ts';
import { forTenant } from './reader.ts';
import { requestQuery } from './request-query.ts';

export interface ChainRouteDeps {
  readonly database: Database;
  readonly memory: SignerMemory;
  /** Public keys of this agent, as they are now. */
  readonly trustedKeys: () => Promise<readonly Uint8Array[]>;
  readonly lastVerifications: LastVerifications;
}

export function createChainRoute(deps: ChainRouteDeps): Router {
  const { database, memory, lastVerifications } = deps;
  const router = Router();
  router.get(
    '/audit/chain',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      // The checkpoint first: one that is newer than the rows would look like a chain that was cut.
      const checkpoint = await readCheckpoint(database, tenant);
      return chainRecord({
        tenant,
        checkpoint,
        standing: await readChainStanding(database, tenant),
        publicKeys: await deps.trustedKeys(),
        signed: memory.recall(tenant),
        lastVerification: lastVerifications.of(tenant),
      });
    }),
  );
  return router;
}
