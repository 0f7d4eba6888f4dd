// From claims to what somebody may do here, or the reason why nothing. Pure; everything that is not said is refused.
import { ownRowsProblem } from '../access/role.ts';
import type { Scope } from '../access/scope.ts';
import { claimValues, type Claims } from './claim-values.ts';
import { OidcError } from './oidc-error.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { SCOPES_OF_ROLE, type RoleRule } from './role-rule.ts';

export type RoleSettings = Pick<OidcSettings, 'rules' | 'emailClaim' | 'requireVerifiedEmail'>;

export interface DecidedRole {
  readonly tenant: string;
  readonly org: string;
  readonly scopes: readonly Scope[];
  /** Of members only. */
  readonly userEmail: string | null;
}

/** The first rule that fits decides. Throws OidcError `no_role`, `email_missing` or `email_unverified`. */
export function decideRole(settings: RoleSettings, claims: Claims): DecidedRole {
  const rule = settings.rules.find((candidate) => fits(settings, candidate, claims));
  if (rule === undefined) throw new OidcError('no_role');
  const { tenant, org, role } = rule;
  const scopes = SCOPES_OF_ROLE[role];
  return { tenant, org, scopes, userEmail: role === 'member' ? emailOf(settings, claims) : null };
}

function fits(settings: RoleSettings, { claim, value }: RoleRule, claims: Claims): boolean {
  if (value === undefined) return true;
  // Whoever may type an address into a profile must not become an admin by it.
  if (EMAIL.has(claim) && !isVerified(settings, claims)) return false;
  return claimValues(claims, claim).includes(value);
}

/** By name and by pointer. */
const EMAIL: ReadonlySet<string> = new Set(['email', '/email']);

function emailOf(settings: RoleSettings, claims: Claims): string {
  const [email, ...more] = claimValues(claims, settings.emailClaim);
  if (email === undefined || more.length > 0) throw new OidcError('email_missing');
  if (ownRowsProblem(SCOPES_OF_ROLE.member, email) !== undefined) throw new OidcError('email_missing');
  if (!isVerified(settings, claims)) throw new OidcError('email_unverified');
  return email;
}

/** OpenID Connect Core section 5.1: a boolean. The text `true` is none. */
function isVerified({ requireVerifiedEmail }: RoleSettings, claims: Claims): boolean {
  return !requireVerifiedEmail || claims['email_verified'] === true;
}
