// Whether the store took what was sent last: a store that answers reads may still refuse every row (disk full, read-only).
import { AuditError, isDataError, type AuditErrorCode } from '@governance-agent/audit-core';
import { codesOf } from './failure-notice.ts';

/** After this long without another failure the agent says it is ready: only who is sent to finds out. */
const REMEMBERED_MS = 30_000;

export interface StoreTrouble {
  failed(error: unknown): void;
  stored(): void;
  /** Codes of the newest failure, with nothing stored since; undefined = none. */
  newest(): string | undefined;
}

export function createStoreTrouble({ clock }: { readonly clock: { now(): number } }): StoreTrouble {
  let trouble: { readonly codes: string; readonly at: number } | undefined;
  return {
    failed: (error) => {
      if (concernsEverybody(error)) trouble = { codes: codesOf(error).join(' < '), at: clock.now() };
    },
    stored: () => {
      trouble = undefined;
    },
    newest: () =>
      trouble !== undefined && clock.now() - trouble.at < REMEMBERED_MS ? trouble.codes : undefined,
  };
}

// A chain that was set back or asks for another key is one tenant's, and a row that the database refuses for what it
// holds is one sender's: neither takes the agent away from everybody else.
const EVERYBODY: readonly AuditErrorCode[] = ['store_unavailable', 'signing_failed'];

function concernsEverybody(error: unknown): boolean {
  return error instanceof AuditError && EVERYBODY.includes(error.code) && !isDataError(error.cause);
}
