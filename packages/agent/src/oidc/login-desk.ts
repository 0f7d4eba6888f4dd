// A login at the identity provider: begun, and finished at most once, by the browser that began it, within ten minutes.
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { OpenSession, SessionDesk } from '../access/session-desk.ts';
import type { Logger } from '../logging.ts';
import { authorityOf } from './authority.ts';
import { decideRole } from './decide-role.ts';
import { loginSecrets } from './login-secrets.ts';
import type { LoginStore } from './login-store.ts';
import { OidcError } from './oidc-error.ts';
import type { OidcSettings } from './oidc-settings.ts';
import type { OidcProvider, VouchedFor } from './provider.ts';
import { wordsFor } from './refusal-of.ts';

export interface LoginDesk {
  /** @param leadsTo path of a page, checked. Throws OidcError `provider_unavailable`. */
  begin(leadsTo: string): Promise<{ readonly url: URL; readonly cookie: string }>;
  /** @param answer what the provider sent back in the address. Throws OidcError. */
  finish(
    cookie: string | undefined,
    answer: URLSearchParams,
  ): Promise<{ readonly session: OpenSession; readonly leadsTo: string }>;
}

export interface LoginDeskDeps {
  readonly settings: OidcSettings;
  readonly provider: OidcProvider;
  readonly store: LoginStore;
  readonly sessions: Pick<SessionDesk, 'openFor'>;
  readonly clock: { now(): number };
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Long enough to find a second factor. */
export const LOGIN_MS = 600_000;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export function createLoginDesk(deps: LoginDeskDeps): LoginDesk {
  const { provider, store, clock } = deps;
  return {
    begin: (leadsTo) =>
      reported(deps, async () => {
        const cookie = randomBytes(32).toString('base64url');
        // First: while the provider is down nothing is kept.
        const url = await provider.authorizationUrl(loginSecrets(cookie));
        const now = clock.now();
        await store.sweep(now - LOGIN_MS);
        await store.insert(cookie, leadsTo, now);
        return { url, cookie };
      }),
    async finish(cookie, answer) {
      if (cookie === undefined || !SHAPE.test(cookie)) throw new OidcError('login_over');
      const secrets = loginSecrets(cookie);
      // Before the login is used up: a link of somebody else must not end it.
      if (!isSame(secrets.state, answer.get('state') ?? '')) throw new OidcError('answer_invalid');
      const leadsTo = await store.take(cookie, clock.now() - LOGIN_MS);
      if (leadsTo === undefined) throw new OidcError('login_over');
      const session = await reported(deps, async () =>
        sessionFor(deps, await provider.vouchFor(answer, secrets)),
      );
      return { session, leadsTo };
    },
  };
}

async function sessionFor(
  { settings, sessions, clock, logger }: LoginDeskDeps,
  { subject, claims, logoutUrl }: VouchedFor,
): Promise<OpenSession> {
  const decided = decideRole(settings, claims);
  const actor = `oidc:${hash('sha256', `${settings.issuer}\n${subject}`).slice(0, 32)}`;
  const endsAt = clock.now() + settings.sessionMinutes * 60_000;
  const authority = authorityOf(settings);
  const session = await sessions.openFor({ ...decided, actor, authority, logoutUrl, endsAt });
  logger.info('logged in at the identity provider', {
    actor,
    tenant: decided.tenant,
    scopes: decided.scopes.join(' '),
  });
  return session;
}

/** Refusals that cost a login or the provider a request: whoever sets this up has to find out why. No names, no claims. */
async function reported<T>({ logger }: LoginDeskDeps, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OidcError)
      logger.warn('login at the identity provider failed', {
        code: error.code,
        cause: error.cause === undefined ? 'none' : wordsFor(error.cause),
      });
    throw error;
  }
}

/** In constant time: digests are equally long, whatever was sent. */
function isSame(expected: string, sent: string): boolean {
  return timingSafeEqual(hash('sha256', expected, 'buffer'), hash('sha256', sent, 'buffer'));
}
