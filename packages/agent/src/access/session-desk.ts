// Sessions of the portal: opened with a token, alive as long as that token is. docs/adr/0020-sessions-of-the-portal.md
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope } from './scope.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';
import { assertAllowed, TokenError, type TokenDesk } from './token-desk.ts';
import type { TokenRecord, TokenStore } from './token-store.ts';

export interface OpenSession {
  /** Whose session it is. */
  readonly token: TokenRecord;
  /** The cookie: a credential. */
  readonly secret: string;
  readonly csrf: string;
  /** Unix milliseconds: when it ends however busy it is. */
  readonly expiresAt: number;
}

/** A page that is open by itself keeps no session alive: only somebody who acts does. */
export type Presence = 'acting' | 'watching';

export interface SessionDesk {
  /** Opens a session for a token that may read. Throws TokenError. */
  open(token: string): Promise<OpenSession>;
  /** The session of a cookie, where it lives and its token has the scope. Throws TokenError. */
  resume(secret: string, scope: Scope, presence: Presence): Promise<OpenSession>;
  close(secret: string): Promise<void>;
}

export interface SessionDeskDeps {
  readonly store: SessionStore;
  readonly tokens: TokenDesk;
  readonly tokenStore: Pick<TokenStore, 'find'>;
  readonly clock: { now(): number };
}

export const IDLE_MS = 8 * 3_600_000;
export const LONGEST_MS = 24 * 3_600_000;
/** A session that is used is marked at most this often: a read must not cost a write each time. */
const MARK_EVERY_MS = 60_000;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export function createSessionDesk({ store, tokens, tokenStore, clock }: SessionDeskDeps): SessionDesk {
  return {
    async open(text) {
      const token = await tokens.authorize(`Bearer ${text}`, 'read:own');
      const now = clock.now();
      await store.sweep({ createdBefore: now - LONGEST_MS, seenBefore: now - IDLE_MS });
      const secret = randomBytes(32).toString('base64url');
      const record = { idHash: digestOf(secret), tokenId: token.id, createdAt: now, lastSeenAt: now };
      await store.insert(record);
      return opened(secret, record, token);
    },
    async resume(secret, scope, presence) {
      const now = clock.now();
      const record = SHAPE.test(secret) ? await store.find(digestOf(secret)) : undefined;
      if (record === undefined || isOver(record, now)) throw over();
      const token = await tokenStore.find(record.tokenId);
      if (token === undefined) throw over();
      assertAllowed(token, scope, now);
      const isDue = presence === 'acting' && now - record.lastSeenAt >= MARK_EVERY_MS;
      if (isDue) await store.markSeen(record.idHash, now);
      return opened(secret, record, token);
    },
    close: (secret) => store.remove(digestOf(secret)),
  };
}

/** Whether this is the CSRF token of the session, in constant time. */
export function isCsrf({ csrf }: OpenSession, sent: string | undefined): boolean {
  // Digests are equally long, whatever was sent.
  return timingSafeEqual(hash('sha256', csrf, 'buffer'), hash('sha256', sent ?? '', 'buffer'));
}

function opened(secret: string, { createdAt }: SessionRecord, token: TokenRecord): OpenSession {
  const latest = createdAt + LONGEST_MS;
  const expiresAt = token.expiresAt === null ? latest : Math.min(latest, token.expiresAt);
  return { token, secret, csrf: csrfOf(secret), expiresAt };
}

function isOver({ createdAt, lastSeenAt }: SessionRecord, now: number): boolean {
  return now - createdAt >= LONGEST_MS || now - lastSeenAt >= IDLE_MS;
}

function digestOf(secret: string): string {
  return hash('sha256', secret);
}

/** A page cannot read the cookie, so only whoever was told can name what is made from it. Nothing more is stored. */
function csrfOf(secret: string): string {
  return hash('sha256', `csrf ${secret}`, 'base64url');
}

function over(): TokenError {
  return new TokenError('session_over', 'The session is over. Log in again.');
}
