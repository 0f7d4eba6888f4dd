// Tokens at the ingest door: looked up once in a few seconds, not with every batch.
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { ACCESS_MEMORY_MS } from './memory.ts';
import { ingestDatasets } from './scope.ts';
import { assertAlive, TokenError } from './token-desk.ts';
import type { TokenRecord, TokenStore } from './token-store.ts';

export interface IngestTokens {
  /**
   * The token's record and the datasets it may send to. Throws TokenError, and whatever the store throws.
   * A revocation by another process holds within 5 s.
   */
  admit(
    token: string,
  ): Promise<{ readonly record: TokenRecord; readonly datasets: 'all' | readonly string[] }>;
  /** Looks every token up anew: this process has revoked one. */
  forget(): void;
}

export interface IngestTokensDeps {
  readonly store: Pick<TokenStore, 'findByDigest' | 'markUsed'>;
  readonly clock: { now(): number };
  /** Milliseconds that never go back: a clock that is set must not keep a revoked token alive. For tests. */
  readonly monotonic?: { now(): number };
}

const SHAPE = /^gat_[A-Za-z0-9_-]{43}$/;
const MARK_EVERY_MS = 60_000;

/** Tokens are told apart by SHA-256 of what was sent, so how long a comparison takes says nothing about a token. */
export function createIngestTokens(deps: IngestTokensDeps): IngestTokens {
  const { store, clock, monotonic = performance } = deps;
  const options = { ttl: ACCESS_MEMORY_MS, ttlResolution: 0, perf: monotonic };
  const good = new LRUCache<string, TokenRecord>({ ...options, max: 10_000 });
  // Apart and smaller: whoever sends made-up tokens must not push out those that are good.
  const bad = new LRUCache<string, true>({ ...options, max: 1_000 });
  const mark = createUseMarker(store, clock);
  const lookUp = async (digest: string): Promise<TokenRecord> => {
    const known = good.get(digest);
    if (known !== undefined) return known;
    const record = bad.has(digest) ? undefined : await store.findByDigest(digest);
    if (record === undefined) {
      bad.set(digest, true);
      throw new TokenError('token_invalid', 'The token is unknown, expired or revoked');
    }
    good.set(digest, record);
    return record;
  };
  return {
    async admit(token) {
      if (!SHAPE.test(token))
        throw new TokenError('token_invalid', 'The token is unknown, expired or revoked');
      const record = await lookUp(hash('sha256', token));
      assertAlive(record, clock.now());
      const datasets = ingestDatasets(record.scopes);
      if (datasets.length === 0) throw new TokenError('scope_missing', 'The token may not send telemetry');
      mark(record.id);
      return { record, datasets };
    },
    forget: () => {
      good.clear();
      bad.clear();
    },
  };
}

/** Beside the request, not in it, and at most once a minute: "last used" is for people who clean up. */
function createUseMarker(
  store: IngestTokensDeps['store'],
  clock: IngestTokensDeps['clock'],
): (id: string) => void {
  const marked = new LRUCache<string, number>({ max: 10_000 });
  return (id) => {
    const now = clock.now();
    if (now - (marked.get(id) ?? -Infinity) < MARK_EVERY_MS) return;
    marked.set(id, now);
    // A store that cannot take it shows in the batch itself.
    void store.markUsed(id, now).catch(() => marked.delete(id));
  };
}
