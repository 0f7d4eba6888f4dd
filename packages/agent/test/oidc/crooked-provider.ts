// A provider that answers as a test wants it to: what a real one never says.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What to change of an honest provider; everything that is absent is as it should be. */
export interface Twist {
  readonly discovery?: (document: Readonly<Record<string, unknown>>) => unknown;
  readonly idToken?: (claims: JWTPayload) => JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with a key that the provider does not publish. */
  readonly foreignKey?: true;
  /** The ID token as it goes out. */
  readonly raw?: (token: string) => string;
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly userInfo?: Readonly<Record<string, unknown>>;
}

export interface CrookedProvider {
  readonly issuer: string;
  /** The nonce is the one of the login that is under way. */
  twist: (twist: Twist, nonce: string) => void;
  /** How often a path was asked for. */
  readonly asked: (path: string) => number;
  readonly close: () => Promise<void>;
}

export async function crookedProvider(clientId: string): Promise<CrookedProvider> {
  const own = await generateKeyPair('RS256');
  const foreign = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  let current: { twist: Twist; nonce: string } = { twist: {}, nonce: '' };
  const counts = new Map<string, number>();
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, 'localhost'), 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  const idToken = async ({ twist, nonce }: typeof current): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const base = {
      iss: issuer,
      aud: clientId,
      sub: 'uma',
      nonce,
      iat: now,
      exp: now + 300,
      groups: 'auditors',
    };
    const token = new SignJWT((twist.idToken ?? ((claims) => claims))(base));
    const signed = token.setProtectedHeader({ alg: 'RS256', kid: 'k1', ...twist.header });
    const text = await signed.sign(twist.foreignKey === true ? foreign.privateKey : own.privateKey);
    return (twist.raw ?? ((same) => same))(text);
  };
  const bodies: Readonly<Record<string, () => unknown>> = {
    '/.well-known/openid-configuration': () =>
      (current.twist.discovery ?? ((document) => document))(documentOf(issuer)),
    '/jwks': () => ({ keys: [key] }),
    '/token': async () => ({
      access_token: 'a',
      token_type: 'Bearer',
      expires_in: 60,
      id_token: await idToken(current),
    }),
    '/userinfo': () => ({ sub: 'uma', ...current.twist.userInfo }),
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const given = current.twist.answers?.[path];
    const {
      status = 200,
      type = 'application/json',
      body,
      headers = {},
    } = given ?? { body: JSON.stringify(await bodies[path]?.()) };
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  };
  return {
    issuer,
    twist: (twist, nonce) => {
      current = { twist, nonce };
    },
    asked: (path) => counts.get(path) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function documentOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}
