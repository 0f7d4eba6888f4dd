// A real OpenID provider on this machine: `oidc-provider`, with its own login page. Whoever logs in is who they say.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export const CLIENT = { id: 'governance-agent', secret: 'test-secret-of-no-worth' } as const;

/** What the provider knows of somebody; by the name they log in with. */
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface RealProvider {
  /** `localhost`, and the agent on 127.0.0.1: two sites to a browser. */
  readonly issuer: string;
  readonly close: () => Promise<void>;
}

export interface RealProviderOptions {
  readonly people: People;
  readonly publicUrl: string;
  /** Whether claims stand in the ID token, too, and not in the userinfo answer alone. */
  readonly inIdToken?: boolean;
  readonly isPublicClient?: boolean;
  readonly port?: number;
}

export async function realProvider(options: RealProviderOptions): Promise<RealProvider> {
  const server = createServer();
  await once(server.listen(options.port ?? 0, 'localhost'), 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configurationOf(options));
  server.on('request', provider.callback());
  return { issuer, close: () => closed(server) };
}

function configurationOf({ people, publicUrl, inIdToken, isPublicClient }: RealProviderOptions) {
  const claims = Object.values(people).flatMap((person) => Object.keys(person));
  return {
    clients: [
      {
        client_id: CLIENT.id,
        redirect_uris: [`${publicUrl}/api/v1/session/oidc/callback`],
        post_logout_redirect_uris: [`${publicUrl}/`],
        ...(isPublicClient === true
          ? { token_endpoint_auth_method: 'none' as const }
          : { client_secret: CLIENT.secret }),
      },
    ],
    cookies: { keys: ['of the test'] },
    claims: { openid: ['sub', ...new Set(claims)] },
    conformIdTokenClaims: inIdToken !== true,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people[id] }),
    }),
  } satisfies Configuration;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
