// Checks that the rows of each session are counted without a gap. Knows the sessions of one segment, no more.
import type { StoredRow } from './stored-row.ts';

/** What a row says of its session, asked about where its segment first meets it. */
export interface SessionClaim {
  readonly session: string;
  readonly counter: number;
}

/** `first`: wrong only if nothing is missing before this segment. */
export type SessionFinding = 'follows' | 'gap' | 'first';

export interface SessionCounters {
  /** Sessions that a page meets first, each with its first row's counter. */
  claims(page: readonly StoredRow[]): SessionClaim[];
  /** @param before newest counter of each claimed session before this segment; absent for none. */
  check(row: StoredRow, before: ReadonlyMap<string, number>): SessionFinding;
  /** Rows are missing or changed: counters begin anew with what is found, so that one damage is named once. */
  doubt(): void;
}

export function createSessionCounters(): SessionCounters {
  const counters = new Map<string, number>();
  let inDoubt = false;
  return {
    claims: (page) => (inDoubt ? [] : claimsOf(page, counters)),
    check: ({ session_id, session_seq }, before) => {
      if (session_id === null) return session_seq === 0 ? 'follows' : 'gap';
      const known = counters.get(session_id);
      counters.set(session_id, session_seq);
      if (known !== undefined) return session_seq === known + 1 ? 'follows' : 'gap';
      return inDoubt || session_seq === (before.get(session_id) ?? 0) + 1 ? 'follows' : 'first';
    },
    doubt: () => {
      counters.clear();
      inDoubt = true;
    },
  };
}

function claimsOf(page: readonly StoredRow[], known: ReadonlyMap<string, number>): SessionClaim[] {
  const claims = new Map<string, number>();
  for (const { session_id, session_seq } of page)
    if (session_id !== null && !known.has(session_id) && !claims.has(session_id))
      claims.set(session_id, session_seq);
  return [...claims].map(([session, counter]) => ({ session, counter }));
}
