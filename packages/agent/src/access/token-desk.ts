// Issues access tokens and tells whose they are. A token is 32 random bytes, shown once, stored as its digest.
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { readBearer } from './credential.ts';
import { allows, type Scope } from './scope.ts';
import type { TokenRecord, TokenStore } from './token-store.ts';

export interface TokenOrder {
  readonly tenant: string;
  /** The org of rows sent with it. Default: the tenant. */
  readonly org?: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Needed with `read:own`. */
  readonly userEmail?: string;
  /** Unix milliseconds; null = never. */
  readonly expiresAt: number | null;
}

export type TokenRefusal = 'token_missing' | 'token_invalid' | 'session_over' | 'scope_missing';

export class TokenError extends Error {
  readonly code: TokenRefusal;

  constructor(code: TokenRefusal, message: string) {
    super(message);
    this.name = 'TokenError';
    this.code = code;
  }
}

export interface NewToken {
  readonly record: TokenRecord;
  /** A credential: shown once. */
  readonly token: string;
}

export interface TokenDesk {
  /** `announce` runs before the token exists; when it rejects there is no token. */
  create(order: TokenOrder, announce?: (record: TokenRecord) => Promise<void>): Promise<NewToken>;
  /** Resolves to the token's record when `Authorization: Bearer gat_…` is good for the scope. Throws TokenError. */
  authorize(authorization: string | undefined, scope: Scope): Promise<TokenRecord>;
}

/** A used token is marked at most this often: a read must not cost a write each time. */
const MARK_EVERY_MS = 60_000;

export function createTokenDesk(deps: {
  readonly store: TokenStore;
  readonly clock: { now(): number };
}): TokenDesk {
  const { store, clock } = deps;
  return {
    async create(order, announce) {
      const token = `gat_${randomBytes(32).toString('base64url')}`;
      const record = {
        ...order,
        org: order.org ?? order.tenant,
        userEmail: order.userEmail ?? null,
        id: randomUUID(),
        createdAt: clock.now(),
        revokedAt: null,
        lastUsedAt: null,
      };
      await announce?.(record);
      await store.insert(record, hash('sha256', token));
      return { record, token };
    },
    async authorize(authorization, scope) {
      const now = clock.now();
      const record = await find(store, authorization);
      assertAllowed(record, scope, now);
      if (now - (record.lastUsedAt ?? 0) >= MARK_EVERY_MS) await store.markUsed(record.id, now);
      return record;
    },
  };
}

async function find(store: TokenStore, authorization: string | undefined): Promise<TokenRecord> {
  const token = readBearer(authorization);
  if (token === undefined) throw new TokenError('token_missing', 'Send Authorization: Bearer gat_…');
  const record = token.startsWith('gat_') ? await store.findByDigest(hash('sha256', token)) : undefined;
  if (record === undefined) throw new TokenError('token_invalid', 'The token is unknown, expired or revoked');
  return record;
}

/** Throws TokenError `token_invalid` or `scope_missing`. */
export function assertAllowed(record: TokenRecord, scope: Scope, now: number): void {
  assertAlive(record, now);
  assertScope(record.scopes, scope);
}

/** Throws TokenError `scope_missing`. */
export function assertScope(held: readonly Scope[], scope: Scope): void {
  if (!allows(held, scope)) throw new TokenError('scope_missing', `The token lacks the scope ${scope}`);
}

/** Throws TokenError `token_invalid` for a token that is revoked or, at `now` in Unix milliseconds, expired. */
export function assertAlive({ revokedAt, expiresAt }: TokenRecord, now: number): void {
  if (revokedAt !== null || (expiresAt !== null && now >= expiresAt)) {
    throw new TokenError('token_invalid', 'The token is unknown, expired or revoked');
  }
}
