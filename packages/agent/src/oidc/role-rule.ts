// One line of the mapping from what a provider says of somebody to what they may do here.
import type { Role } from '../access/role.ts';
import type { Scope } from '../access/scope.ts';

export interface RoleRule {
  /** A claim's name, or a JSON pointer (RFC 6901) into nested ones. */
  readonly claim: string;
  /** What the claim is, or one of what it lists; undefined: whoever the provider lets in. */
  readonly value: string | undefined;
  readonly tenant: string;
  readonly org: string;
  readonly role: Role;
}

export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  admin: ['admin'],
  auditor: ['read'],
  member: ['read:own'],
};
