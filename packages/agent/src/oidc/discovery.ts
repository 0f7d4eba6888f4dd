// Finds the provider when somebody logs in, not when the agent starts, and remembers it for a while.
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ClientAuth,
  type Configuration,
  type CustomFetch,
} from 'openid-client';
import { OidcError } from './oidc-error.ts';
import type { OidcSettings } from './oidc-settings.ts';

export interface DiscoveryDeps {
  readonly settings: OidcSettings;
  readonly fetch: CustomFetch;
  /** Milliseconds that never go back. */
  readonly monotonic: { now(): number };
}

/** Resolves to what the provider says of itself. Throws OidcError `provider_unavailable`. */
export type Discover = () => Promise<Configuration>;

const KEEP_MS = 3_600_000;
/** A provider that is down is not asked by everybody who tries. */
const RETRY_MS = 2000;
const PATIENCE_SECONDS = 10;

interface Known {
  readonly answer: Promise<Configuration>;
  until: number;
}

export function createDiscovery(deps: DiscoveryDeps): Discover {
  const { monotonic } = deps;
  let known: Known | undefined;
  return () => {
    if (known !== undefined && monotonic.now() < known.until) return known.answer;
    const asked: Known = { answer: discover(deps), until: Infinity };
    known = asked;
    asked.answer.then(
      () => (asked.until = monotonic.now() + KEEP_MS),
      () => (asked.until = monotonic.now() + RETRY_MS),
    );
    return asked.answer;
  };
}

async function discover({ settings, fetch }: DiscoveryDeps): Promise<Configuration> {
  const { issuer, clientId } = settings;
  const isLocal = issuer.startsWith('http:');
  const options = {
    [customFetch]: fetch,
    timeout: PATIENCE_SECONDS,
    // The signature of an ID token is checked although it came over TLS: what ends TLS may stand in between.
    execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])],
  };
  try {
    const found = await discovery(new URL(issuer), clientId, {}, authentication(settings), options);
    assertSame(found, issuer);
    return found;
  } catch (cause) {
    throw new OidcError('provider_unavailable', { cause });
  }
}

/** The library lets a document pass that names a template for issuers, and with it every directory of that operator. */
function assertSame(found: Configuration, issuer: string): void {
  if (new URL(found.serverMetadata().issuer).href !== new URL(issuer).href)
    throw new TypeError('the provider names itself otherwise');
}

/** RFC 8414 section 2: HTTP Basic, where the provider does not say that it wants the secret in the form. */
function authentication({ clientSecret }: OidcSettings): ClientAuth {
  if (clientSecret === undefined) return None();
  const basic = ClientSecretBasic(clientSecret);
  const post = ClientSecretPost(clientSecret);
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const isPost = !methods.includes('client_secret_basic') && methods.includes('client_secret_post');
    (isPost ? post : basic)(server, client, body, headers);
  };
}
