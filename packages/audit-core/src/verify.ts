// Verifies the store: every chain, one tenant's, or one session, against keys that the caller pinned.
import { createVerifierCache } from './chain/chain-context.ts';
import type { RememberedHead } from './chain/outside-heads.ts';
import { INTEGRITY_BOUNDARY, verdictOf, type VerifyMode, type VerifyReport } from './chain/verdict.ts';
import { AuditError } from './errors.ts';
import type { Clock } from './ports.ts';
import type { Database } from './store/database.ts';
import { createRunnerChoice, type VerifyTuning } from './verification/choose-runner.ts';
import type { Anchor } from './verification/outside-of-chain.ts';
import { createProgress } from './verification/progress.ts';
import { verifyChains, type ChainAnswers } from './verification/verify-chains.ts';
import { verifySession } from './verification/verify-session.ts';
import { createSignatureVerifier } from './verify-signature.ts';

export interface VerifyOptions {
  readonly database: Database;
  /** Raw 32-byte public keys the caller trusts. Keys found in the store are never trusted. */
  readonly trustedKeys: readonly Uint8Array[];
  /** See `VerifyMode`. */
  readonly mode: VerifyMode;
  readonly tenant?: string;
  /** Verifies this session alone, row by row, whatever the mode. */
  readonly session?: { readonly tenant: string; readonly sessionId: string };
  /** Heads the caller remembers: each chain must still begin with what they say. */
  readonly heads?: readonly RememberedHead[];
  /** Checkpoints from outside the database, as signed notes. Those that no trusted key signed are left aside. */
  readonly anchors?: readonly Anchor[];
  /** The head that mode `incremental` goes on from. Default the largest of `heads` with a row hash. */
  readonly since?: RememberedHead;
  readonly clock: Clock;
  /** Rows checked so far and rows expected, over all chains. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly tuning?: VerifyTuning;
}

/**
 * Reports every broken range and its kind. Rows written while it runs are left to the next run.
 * @throws AuditError `store_unavailable` when the store cannot be read, `worker_failed` when a verification thread
 * died, `invalid_key` for a key that proves nothing.
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const pinned = pinnedKeys(options.trustedKeys);
  const { chains, warnings } = await readGuarded(() => chainsOf(options, pinned));
  return {
    verdict: verdictOf(chains, pinned.size),
    mode: options.mode,
    boundary: INTEGRITY_BOUNDARY,
    verified_at: options.clock.now(),
    chains,
    warnings,
  };
}

/** base64 public keys by key id. */
function pinnedKeys(trustedKeys: readonly Uint8Array[]): ReadonlyMap<string, string> {
  return new Map(
    trustedKeys.map((key) => [createSignatureVerifier(key).keyId, Buffer.from(key).toString('base64')]),
  );
}

async function chainsOf(options: VerifyOptions, pinned: ReadonlyMap<string, string>): Promise<ChainAnswers> {
  const { database, tuning = {}, session } = options;
  const { knex } = database;
  const verifierOf = createVerifierCache();
  if (session !== undefined)
    return { chains: [await verifySession({ knex, pinned, verifierOf }, session)], warnings: [] };
  const progress = createProgress(knex, options.onProgress);
  const choice = createRunnerChoice(database, tuning, verifierOf, progress.onRows);
  const { runnerFor } = choice;
  try {
    const deps = { knex, pinned, verifierOf, runnerFor, segmentRows: tuning.segmentRows ?? SEGMENT_ROWS };
    return await verifyChains(deps, options, (tenants) => progress.expect(tenants));
  } finally {
    await choice.close();
  }
}

const SEGMENT_ROWS = 16_384;

async function readGuarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    const message = 'The store could not be read. Check that it can be reached.';
    throw new AuditError('store_unavailable', message, { cause });
  }
}
