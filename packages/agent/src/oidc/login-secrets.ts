// What a login under way is recognised by, all of it made from one random cookie: the browser that began it holds the only
// copy, so nothing of it needs to be encrypted or kept.
import { createHmac, hash } from 'node:crypto';

export interface LoginSecrets {
  /** Comes back in the address: ties the answer to this browser. */
  readonly state: string;
  /** Comes back in the ID token: ties the token to this login. */
  readonly nonce: string;
  /** RFC 7636: ties the code to who asked for it. 43 characters of base64url. */
  readonly verifier: string;
  /** RFC 7636 section 4.2, S256. */
  readonly challenge: string;
}

export function loginSecrets(cookie: string): LoginSecrets {
  const made = (purpose: string): string =>
    createHmac('sha256', cookie).update(`oidc ${purpose}`).digest('base64url');
  const verifier = made('verifier');
  return {
    state: made('state'),
    nonce: made('nonce'),
    verifier,
    challenge: hash('sha256', verifier, 'base64url'),
  };
}
