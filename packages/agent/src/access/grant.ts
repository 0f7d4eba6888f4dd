// What a credential gives, however somebody came by it: this is all that routes and reads know of a caller.
import type { Scope } from './scope.ts';
import type { TokenRecord } from './token-store.ts';

export interface Grant {
  /** As administrative rows name it: `token:<id>`, or `oidc:<digest>` of who logged in at the identity provider. */
  readonly actor: string;
  readonly tenant: string;
  readonly org: string;
  readonly scopes: readonly Scope[];
  /** Whose rows `read:own` shows. */
  readonly userEmail: string | null;
  /** Unix milliseconds; null = never. */
  readonly expiresAt: number | null;
}

export function grantOfToken({ id, tenant, org, scopes, userEmail, expiresAt }: TokenRecord): Grant {
  return { actor: `token:${id}`, tenant, org, scopes, userEmail, expiresAt };
}
