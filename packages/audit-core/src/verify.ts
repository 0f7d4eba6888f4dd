// Verifies the store: every chain, or one tenant's, against keys that the caller pinned.
import { verifyChain } from './chain/verify-chain.ts';
import {
  INTEGRITY_BOUNDARY,
  verdictOf,
  type ChainReport,
  type VerifyMode,
  type VerifyReport,
} from './chain/verdict.ts';
import { AuditError } from './errors.ts';
import type { Clock } from './ports.ts';
import { readChain, readHead, readStrays, readTenants } from './store/chain-reader.ts';
import { readCheckpoints } from './store/checkpoint-reader.ts';
import type { Database } from './store/database.ts';
import { createSignatureVerifier, type SignatureVerifier } from './verify-signature.ts';

export interface VerifyOptions {
  readonly database: Database;
  /** Raw 32-byte public keys the caller trusts. Keys found in the store are never trusted. */
  readonly trustedKeys: readonly Uint8Array[];
  /** `full`: bodies, content, links, order, heads, checkpoints, the newest signature. `deep`: every signature too. */
  readonly mode: VerifyMode;
  readonly tenant?: string;
  readonly clock: Clock;
  /** Rows checked so far and rows expected, over all chains. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reports every broken range and its kind. Rows written while it runs are left to the next run.
 * @throws AuditError `store_unavailable` when the store cannot be read, `invalid_key` for a key that proves nothing.
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const keys = verifiersOf(options.trustedKeys);
  const chains = await verifyChains(options, keys);
  const verdict = verdictOf(chains, keys.size);
  return {
    verdict,
    mode: options.mode,
    boundary: INTEGRITY_BOUNDARY,
    verified_at: options.clock.now(),
    chains,
  };
}

async function verifyChains(
  options: VerifyOptions,
  keys: ReadonlyMap<string, SignatureVerifier>,
): Promise<ChainReport[]> {
  const { database, tenant } = options;
  try {
    const tenants = tenant === undefined ? await readTenants(database.knex) : [tenant];
    const progress = await createProgress(options, tenants);
    const chains: ChainReport[] = [];
    for (const name of tenants) chains.push(await verifyTenant(options, name, keys, progress));
    return chains;
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw new AuditError('store_unavailable', 'The store could not be read. Check that it can be reached.', {
      cause,
    });
  }
}

async function verifyTenant(
  options: VerifyOptions,
  tenant: string,
  keys: ReadonlyMap<string, SignatureVerifier>,
  onRows: (count: number) => void,
): Promise<ChainReport> {
  const { knex } = options.database;
  const walk = async (): Promise<ChainReport> => walkTenant(options, tenant, keys, onRows);
  const report = await walk();
  // A tenant's very first rows may land between the two reads: they brought their head with them.
  const appeared = report.origin === null && report.rows > 0 && (await readHead(knex, tenant)) !== null;
  return appeared ? walk() : report;
}

async function walkTenant(
  { database, mode }: VerifyOptions,
  tenant: string,
  keys: ReadonlyMap<string, SignatureVerifier>,
  onRows: (count: number) => void,
): Promise<ChainReport> {
  const { knex } = database;
  const head = await readHead(knex, tenant);
  const pages = readChain(knex, tenant, head?.size ?? Infinity);
  return verifyChain({
    tenant,
    head,
    pages,
    checkpoints: (after, through) => readCheckpoints(knex, tenant, after, through),
    sizeNow: async () => (await readHead(knex, tenant))?.size ?? null,
    strays: () => readStrays(knex, tenant),
    mode,
    keys,
    onRows,
  });
}

async function createProgress(
  { database, onProgress }: VerifyOptions,
  tenants: readonly string[],
): Promise<(count: number) => void> {
  if (onProgress === undefined) return () => undefined;
  const heads = await Promise.all(tenants.map((tenant) => readHead(database.knex, tenant)));
  const total = heads.reduce((sum, head) => sum + (head?.size ?? 0), 0);
  let done = 0;
  return (count) => {
    done += count;
    onProgress(done, Math.max(done, total));
  };
}

function verifiersOf(trustedKeys: readonly Uint8Array[]): ReadonlyMap<string, SignatureVerifier> {
  return new Map(trustedKeys.map(createSignatureVerifier).map((verifier) => [verifier.keyId, verifier]));
}
