// What somebody is, said by the scopes of the token: the portal shows by it what can be done.
import { allows, type Scope } from './scope.ts';

export type Role = 'admin' | 'auditor' | 'member';

/** null: the scopes let nobody read. */
export function roleOf(scopes: readonly Scope[]): Role | null {
  if (allows(scopes, 'admin')) return 'admin';
  if (allows(scopes, 'read')) return 'auditor';
  return allows(scopes, 'read:own') ? 'member' : null;
}

const EMAIL = /^[^\s\p{Cc}@]+@[^\s\p{Cc}@]+$/u;

/**
 * Says what is wrong with an order, or undefined. `read:own` needs a user, nobody else has one, and it stands alone among
 * what reads: the wider scope would win, and the token would show more than its user suggests.
 */
export function ownRowsProblem(scopes: readonly Scope[], userEmail: string | undefined): string | undefined {
  if (!scopes.includes('read:own'))
    return userEmail === undefined ? undefined : 'a user goes with the scope read:own only';
  if (allows(scopes, 'read')) return 'read:own does not go together with read or admin';
  if (userEmail === undefined) return 'read:own needs the user whose rows it shows';
  return EMAIL.test(userEmail) && userEmail.length <= 320 ? undefined : 'the user is an e-mail address';
}
