// How people log in at an identity provider: typed, complete, checked. Made by read-oidc.ts and nowhere else.
import type { RoleRule } from './role-rule.ts';

export interface OidcSettings {
  /** Exactly as the provider names itself in its discovery document. */
  readonly issuer: string;
  readonly clientId: string;
  /** undefined: a public client, which PKCE protects alone */
  readonly clientSecret: string | undefined;
  /** Origin under which people reach the agent, without a slash at its end. */
  readonly publicUrl: string;
  readonly scopes: readonly string[];
  /** What the login page calls the provider. */
  readonly name: string;
  /** The first that fits decides. */
  readonly rules: readonly RoleRule[];
  readonly emailClaim: string;
  readonly requireVerifiedEmail: boolean;
  readonly sessionMinutes: number;
  /** Whether logging out is offered at the provider as well. */
  readonly providerLogout: boolean;
}
