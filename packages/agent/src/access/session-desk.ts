// Sessions of the portal: opened with a token and alive as long as that token is (docs/adr/0020), or for somebody whom an
// identity provider vouched for and alive as long as its rules are (docs/adr/0023).
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { grantOfToken, type Grant } from './grant.ts';
import { grantOfIdentity, type Identity } from './identity.ts';
import type { Scope } from './scope.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';
import { assertAllowed, assertScope, TokenError, type TokenDesk } from './token-desk.ts';
import type { TokenStore } from './token-store.ts';

export interface OpenSession {
  /** Whose session it is. */
  readonly grant: Grant;
  /** The cookie: a credential. */
  readonly secret: string;
  readonly csrf: string;
  /** Unix milliseconds: when it ends however busy it is. */
  readonly expiresAt: number;
  /** Where the identity provider's own session is ended; null where there is none, or it is left alone. */
  readonly logoutUrl: string | null;
}

/** A page that is open by itself keeps no session alive: only somebody who acts does. */
export type Presence = 'acting' | 'watching';

export interface SessionDesk {
  /** Opens a session for a token that may read. Throws TokenError. */
  open(token: string): Promise<OpenSession>;
  /** Opens a session for somebody whom an identity provider vouched for. */
  openFor(identity: Identity): Promise<OpenSession>;
  /** The session of a cookie, where it lives and has the scope. Throws TokenError. */
  resume(secret: string, scope: Scope, presence: Presence): Promise<OpenSession>;
  close(secret: string): Promise<void>;
}

export interface SessionDeskDeps {
  readonly store: SessionStore;
  readonly tokens: TokenDesk;
  readonly tokenStore: Pick<TokenStore, 'find'>;
  /** The provider and rules that are in force; undefined: nobody logs in at a provider. */
  readonly authority: string | undefined;
  readonly clock: { now(): number };
}

export const IDLE_MS = 8 * 3_600_000;
export const LONGEST_MS = 24 * 3_600_000;
/** A session that is used is marked at most this often: a read must not cost a write each time. */
const MARK_EVERY_MS = 60_000;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export function createSessionDesk(deps: SessionDeskDeps): SessionDesk {
  const { store, tokens, clock } = deps;
  const begin = async (holder: SessionRecord['holder'], giver: Giver): Promise<OpenSession> => {
    const now = clock.now();
    await store.sweep({ createdBefore: now - LONGEST_MS, seenBefore: now - IDLE_MS });
    const secret = randomBytes(32).toString('base64url');
    const record = { idHash: digestOf(secret), holder, createdAt: now, lastSeenAt: now };
    await store.insert(record);
    return opened(secret, record, giver);
  };
  return {
    async open(text) {
      const token = await tokens.authorize(`Bearer ${text}`, 'read:own');
      return begin({ tokenId: token.id }, { grant: grantOfToken(token), logoutUrl: null });
    },
    openFor: (identity) => begin({ identity }, giverOf(identity)),
    async resume(secret, scope, presence) {
      const now = clock.now();
      const record = SHAPE.test(secret) ? await store.find(digestOf(secret)) : undefined;
      if (record === undefined || isOver(record, now)) throw over();
      const giver = await giverFor(deps, record, scope);
      const isDue = presence === 'acting' && now - record.lastSeenAt >= MARK_EVERY_MS;
      if (isDue) await store.markSeen(record.idHash, now);
      return opened(secret, record, giver);
    },
    close: (secret) => store.remove(digestOf(secret)),
  };
}

interface Giver {
  readonly grant: Grant;
  readonly logoutUrl: string | null;
}

/** What the session may do now. Throws TokenError where its token, its provider or its rules are not good any more. */
async function giverFor(deps: SessionDeskDeps, { holder }: SessionRecord, scope: Scope): Promise<Giver> {
  const now = deps.clock.now();
  if ('identity' in holder) {
    const { identity } = holder;
    if (identity.authority !== deps.authority || now >= identity.endsAt) throw over();
    assertScope(identity.scopes, scope);
    return giverOf(identity);
  }
  const token = await deps.tokenStore.find(holder.tokenId);
  if (token === undefined) throw over();
  assertAllowed(token, scope, now);
  return { grant: grantOfToken(token), logoutUrl: null };
}

function giverOf(identity: Identity): Giver {
  return { grant: grantOfIdentity(identity), logoutUrl: identity.logoutUrl };
}

/** Whether this is the CSRF token of the session, in constant time. */
export function isCsrf({ csrf }: OpenSession, sent: string | undefined): boolean {
  // Digests are equally long, whatever was sent.
  return timingSafeEqual(hash('sha256', csrf, 'buffer'), hash('sha256', sent ?? '', 'buffer'));
}

function opened(secret: string, { createdAt }: SessionRecord, { grant, logoutUrl }: Giver): OpenSession {
  const expiresAt = Math.min(createdAt + LONGEST_MS, grant.expiresAt ?? Infinity);
  return { grant, secret, csrf: csrfOf(secret), expiresAt, logoutUrl };
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
