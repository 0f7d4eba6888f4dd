// From the form of a new token to the order that the API takes.
import type { Scope, TokenOrder } from '../api/administration.ts';

export type Purpose = 'send' | 'read' | 'read:own' | 'admin';

export const PURPOSES: readonly (readonly [Purpose, string])[] = [
  ['send', 'send telemetry'],
  ['read', 'read everything (auditor)'],
  ['read:own', 'read own rows (member)'],
  ['admin', 'read and administer (admin)'],
];

export const EXPIRIES = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'a year'],
  ['never', 'never'],
] as const;

const DAY_MS = 86_400_000;

export interface TokenForm {
  readonly name: string;
  readonly purpose: Purpose;
  /** Of `send`; empty = every one. */
  readonly dataset: string;
  /** Of `read:own`. */
  readonly user: string;
  /** Days, or `never`. */
  readonly expiry: string;
}

/** @param now Unix milliseconds */
export function tokenOrder({ name, purpose, dataset, user, expiry }: TokenForm, now: number): TokenOrder {
  const scope: Scope = purpose === 'send' ? `ingest:${dataset === '' ? '*' : dataset}` : purpose;
  const expires_at = expiry === 'never' ? 'never' : new Date(now + Number(expiry) * DAY_MS).toISOString();
  return { name, scopes: [scope], expires_at, ...(purpose === 'read:own' && { user_email: user }) };
}
