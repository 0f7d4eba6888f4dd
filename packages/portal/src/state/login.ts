// Whether somebody is logged in, as far as this page knows.
import type { Identity } from '../api/types.ts';

export type Login =
  | { readonly phase: 'asking' }
  /** The agent did not say. */
  | { readonly phase: 'unknown'; readonly error: unknown }
  /** `expired`: somebody was logged in on this page, and is not any more. */
  | { readonly phase: 'out'; readonly expired: boolean }
  | { readonly phase: 'in'; readonly identity: Identity };

export const ASKING: Login = { phase: 'asking' };
export const LOGGED_OUT: Login = { phase: 'out', expired: false };

/** The agent told who it is. The same session as before stays what it was: pages need not begin anew. */
export function entered(before: Login, identity: Identity): Login {
  return before.phase === 'in' && before.identity.csrf === identity.csrf ? before : { phase: 'in', identity };
}

/** The agent knows of no session. */
export function refused(before: Login): Login {
  return before.phase === 'out' ? before : { phase: 'out', expired: before.phase === 'in' };
}

/** Somebody who is logged in stays so while the agent does not answer. */
export function unanswered(before: Login, error: unknown): Login {
  return before.phase === 'in' ? before : { phase: 'unknown', error };
}

/** A late answer to a session that is over already must not end the one after it. */
export function ended(before: Login, csrf: string | null): Login {
  return csrfOf(before) === csrf ? refused(before) : before;
}

/** Tells sessions apart, and allows changes. null: nobody is logged in. */
export function csrfOf(login: Login): string | null {
  return login.phase === 'in' ? login.identity.csrf : null;
}
