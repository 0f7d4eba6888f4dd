// Somebody whom an identity provider vouched for, with what the rules of this agent make of them.
import type { Grant } from './grant.ts';
import type { Scope } from './scope.ts';

export interface Identity {
  readonly tenant: string;
  readonly org: string;
  readonly scopes: readonly Scope[];
  /** Whose rows a member reads; null for everybody else. */
  readonly userEmail: string | null;
  /** `oidc:<digest>`: the same person at the same provider, and no name. */
  readonly actor: string;
  /** Which provider and rules it was that gave this. Sessions end when these are not in force any more. */
  readonly authority: string;
  /** Where the provider's own session is ended; null where it is left alone. */
  readonly logoutUrl: string | null;
  /** Unix milliseconds: when the session ends at the latest. */
  readonly endsAt: number;
}

export function grantOfIdentity({ actor, tenant, org, scopes, userEmail, endsAt }: Identity): Grant {
  return { actor, tenant, org, scopes, userEmail, expiresAt: endsAt };
}
