// The public keys of this agent, for an admin to compare with what auditors pinned. Private halves are never read for it.
import { publicKeyToPem, readAdministration, type Database } from '@governance-agent/audit-core';
import { hash } from 'node:crypto';
import { Router } from 'express';
import type { IssuerSource } from '../access/issuer-source.ts';
import type { KnownKey } from '../keys/key-history.ts';
import { forTenant } from './reader.ts';
import { requestQuery } from './request-query.ts';

export interface KeysRouteDeps {
  readonly database: Database;
  /** Looked up anew each time: keys are rotated beside a running agent. */
  readonly keys: () => Promise<readonly KnownKey[]>;
  /** Whose licences are believed. */
  readonly issuers: Pick<IssuerSource, 'current'>;
}

export function createKeysRoute({ database, keys, issuers }: KeysRouteDeps): Router {
  const router = Router();
  router.get(
    '/keys',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      const compromised = await readCompromises(database, tenant);
      const known = await keys();
      return {
        // Newest first, as people look for them.
        keys: known.map((key) => shownKey(key, compromised.get(key.keyId))).reverse(),
        licence_issuers: [...issuers.current()].map(([key_id, key]) => ({
          key_id,
          public_key: key.export({ type: 'spki', format: 'pem' }).toString(),
        })),
      };
    }),
  );
  return router;
}

/** Earliest moment that the tenant's chain states, by key id. */
async function readCompromises({ knex }: Database, tenant: string): Promise<ReadonlyMap<string, number>> {
  const since = new Map<string, number>();
  for (const { record } of await readAdministration(knex, tenant, ['key_compromised']))
    if (record.act === 'key_compromised')
      since.set(record.key_id, Math.min(record.since, since.get(record.key_id) ?? Infinity));
  return since;
}

function shownKey({ keyId, publicKey, state, retiredAt }: KnownKey, compromisedSince: number | undefined) {
  return {
    key_id: keyId,
    // The key id is its first half.
    fingerprint: hash('sha256', publicKey, 'hex'),
    public_key: publicKeyToPem(publicKey),
    state,
    retired_at: isoOrNull(retiredAt),
    compromised_since: isoOrNull(compromisedSince ?? null),
  };
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
