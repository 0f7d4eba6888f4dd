// Checks that the rows of each session are counted without a gap. Knows the sessions of one segment, no more.
import type { ThereRow } from './stored-row.ts';

/** What a row says of its session, asked about where its segment first meets it. */
export interface SessionClaim {
  readonly session: string;
  readonly counter: number;
}

/** `first`: wrong only if nothing is missing before this segment. */
export type SessionFinding = 'follows' | 'gap' | 'first';

export interface SessionCounters {
  /** Sessions that a page meets first, each with its first row's counter. */
  claims(page: readonly ThereRow[]): SessionClaim[];
  /**
   * @param line the session as envelopes name it
   * @param before newest counter of each claimed session before this segment; absent for none.
   */
  check(row: ThereRow, line: string, before: ReadonlyMap<string, number>): SessionFinding;
  /** A detached row: its hash says that the counter is what was signed, and nothing is left that could be missing. */
  pass(line: string, counter: number): void;
  /** Rows are missing or changed: counters begin anew with what is found, so that one damage is named once. */
  doubt(): void;
}

export function createSessionCounters(): SessionCounters {
  /** by line; ids that were met spare asking again */
  const counters = new Map<string, number>();
  const met = new Set<string>();
  let inDoubt = false;
  return {
    claims: (page) => (inDoubt ? [] : claimsOf(page, met)),
    pass: (line, counter) => void counters.set(line, counter),
    check: ({ session_id, session_seq }, line, before) => {
      if (session_id === null) return session_seq === 0 ? 'follows' : 'gap';
      const known = counters.get(line);
      counters.set(line, session_seq);
      met.add(session_id);
      if (known !== undefined) return session_seq === known + 1 ? 'follows' : 'gap';
      return inDoubt || session_seq === (before.get(session_id) ?? 0) + 1 ? 'follows' : 'first';
    },
    doubt: () => {
      counters.clear();
      met.clear();
      inDoubt = true;
    },
  };
}

function claimsOf(page: readonly ThereRow[], known: ReadonlySet<string>): SessionClaim[] {
  const claims = new Map<string, number>();
  for (const { session_id, session_seq } of page)
    if (session_id !== null && !known.has(session_id) && !claims.has(session_id))
      claims.set(session_id, session_seq);
  return [...claims].map(([session, counter]) => ({ session, counter }));
}
