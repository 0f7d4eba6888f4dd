// From the form of a hold to the order that the API takes, and holds in words.
import type { HoldOrder, LegalHold } from '../api/administration.ts';

export type HoldScope = LegalHold['scope'];

export const HOLD_SCOPES: readonly (readonly [HoldScope, string])[] = [
  ['user', 'a user'],
  ['session', 'a session'],
  ['range', 'a range of time'],
  ['tenant', 'the whole tenant'],
];

export interface HoldForm {
  readonly hold: string;
  readonly scope: HoldScope;
  readonly value: string;
  /** RFC 3339, UTC */
  readonly since: string;
  readonly until: string;
  readonly reason: string;
}

/** What does not go with the scope, and what is empty, is left out. */
export function holdOrder({ hold, scope, value, since, until, reason }: HoldForm): HoldOrder {
  return {
    scope,
    ...(hold !== '' && { hold }),
    ...((scope === 'user' || scope === 'session') && { value }),
    ...(scope === 'range' && { since, until }),
    ...(reason !== '' && { reason }),
  };
}

/** Both ends of the value of a range. */
export function rangeOf({
  scope,
  value,
}: Pick<LegalHold, 'scope' | 'value'>): readonly [string, string] | undefined {
  const [since, until] = value.split('/');
  return scope === 'range' && since !== undefined && until !== undefined ? [since, until] : undefined;
}
