// What a legal hold may be told to cover, checked alike for the command line and the API.
import { formatHoldRange, type LegalHold } from '@governance-agent/audit-core';
import { randomBytes } from 'node:crypto';

/** One of user, session and range (both times), or none of them: the whole tenant. */
export interface HoldWish {
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  /** Unix milliseconds; the end is exclusive. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export type HoldScope = Pick<LegalHold, 'scope' | 'value'>;

/** What is covered, or what is wrong, in words. */
export function holdScope({
  user,
  session,
  since,
  until,
}: HoldWish): HoldScope | { readonly problem: string } {
  const isRange = since !== undefined || until !== undefined;
  if ([user !== undefined, session !== undefined, isRange].filter(Boolean).length > 1)
    return {
      problem:
        'a hold covers one of a user, a session and a range of time, or none of them for the whole tenant',
    };
  if (isRange) return rangeScope(since, until);
  if (user === undefined && session === undefined) return { scope: 'tenant', value: '*' };
  const value = user ?? session ?? '';
  // A value that the format cannot carry would be a hold that holds nothing.
  if (!/^[^\n]{1,512}$/u.test(value))
    return { problem: 'user and session take 1 to 512 characters on one line' };
  return { scope: user === undefined ? 'session' : 'user', value };
}

function rangeScope(since: number | undefined, until: number | undefined): ReturnType<typeof holdScope> {
  if (since === undefined || until === undefined || since >= until)
    return { problem: 'a range has a since, and an until after it' };
  return { scope: 'range', value: formatHoldRange({ since, until }) };
}

export const HOLD_NAME = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$';
export const HOLD_NAME_RULE = 'a hold is named by letters, digits, dots, dashes and underscores, 64 at most';

export function isHoldName(text: string): boolean {
  return new RegExp(HOLD_NAME).test(text);
}

/** For holds that nobody named. */
export function newHoldName(): string {
  return `hold-${randomBytes(4).toString('hex')}`;
}
