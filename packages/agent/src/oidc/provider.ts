// The identity provider as this agent uses it: where to send a browser, and who came back. OpenID Connect Core section 3.1.
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  fetchUserInfo,
  type Configuration,
} from 'openid-client';
import type { Claims } from './claim-values.ts';
import { createDiscovery } from './discovery.ts';
import { createGuardedFetch, isSafe } from './guarded-fetch.ts';
import type { LoginSecrets } from './login-secrets.ts';
import { mergeClaims } from './merge-claims.ts';
import { OidcError } from './oidc-error.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { refusalOf } from './refusal-of.ts';

export const CALLBACK_PATH = '/api/v1/session/oidc/callback';

export interface VouchedFor {
  /** The provider's name for the person: opaque, and never given to another. */
  readonly subject: string;
  readonly claims: Claims;
  /** Where the provider's own session is ended, if it offers that. */
  readonly logoutUrl: string | null;
}

export interface OidcProvider {
  /** Where the browser goes to log in. Throws OidcError `provider_unavailable`. */
  authorizationUrl(secrets: LoginSecrets): Promise<URL>;
  /** Trades what came back in the address for who it is. Throws OidcError. */
  vouchFor(answer: URLSearchParams, secrets: LoginSecrets): Promise<VouchedFor>;
}

export function createOidcProvider(settings: OidcSettings): OidcProvider {
  const discover = createDiscovery({ settings, fetch: createGuardedFetch(), monotonic: performance });
  const redirectUri = `${settings.publicUrl}${CALLBACK_PATH}`;
  return {
    async authorizationUrl({ state, nonce, challenge }) {
      const found = await discover();
      const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
      const scope = settings.scopes.join(' ');
      try {
        return safe(
          buildAuthorizationUrl(found, { redirect_uri: redirectUri, scope, state, nonce, ...pkce }),
        );
      } catch (cause) {
        throw new OidcError('provider_unavailable', { cause });
      }
    },
    async vouchFor(answer, secrets) {
      const found = await discover();
      try {
        const { subject, claims } = await claimsOf(
          found,
          new URL(`${redirectUri}?${answer.toString()}`),
          secrets,
        );
        return { subject, claims, logoutUrl: logoutUrl(found, settings) };
      } catch (cause) {
        throw new OidcError(refusalOf(cause), { cause });
      }
    },
  };
}

async function claimsOf(found: Configuration, callback: URL, secrets: LoginSecrets) {
  const tokens = await authorizationCodeGrant(found, callback, {
    expectedState: secrets.state,
    expectedNonce: secrets.nonce,
    pkceCodeVerifier: secrets.verifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims() ?? { sub: '' };
  const subject = idToken.sub;
  if (found.serverMetadata().userinfo_endpoint === undefined) return { subject, claims: idToken };
  // Providers put what a scope asks for into the one, the other or both (OpenID Connect Core section 5.4).
  const userInfo = await fetchUserInfo(found, tokens.access_token, subject);
  return { subject, claims: mergeClaims(idToken, userInfo) };
}

/** OpenID Connect RP-Initiated Logout 1.0, without id_token_hint: no ID token is kept here. */
function logoutUrl(found: Configuration, { providerLogout, publicUrl }: OidcSettings): string | null {
  if (!providerLogout || found.serverMetadata().end_session_endpoint === undefined) return null;
  return safe(buildEndSessionUrl(found, { post_logout_redirect_uri: `${publicUrl}/` })).href;
}

function safe(url: URL): URL {
  if (!isSafe(url.href)) throw new TypeError('the provider names an address without TLS');
  return url;
}
