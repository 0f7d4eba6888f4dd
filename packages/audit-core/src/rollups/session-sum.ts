// What a batch of rows adds to the summaries of its sessions.
import { addFigures, noFigures, type Figures } from './figures.ts';
import type { RolledRow, SessionSum } from './rollup-delta.ts';

export interface SessionSums {
  see(row: RolledRow, actor: string | null): void;
  addFigures(sessionId: string | null, figures: Figures): void;
  end(): SessionSum[];
}

type Open = { -readonly [K in keyof SessionSum]: SessionSum[K] } & { readonly turns: Set<string> };

export function createSessionSums(): SessionSums {
  const sums = new Map<string, Open>();
  return {
    see: (row, actor) => {
      if (row.session_id === null) return;
      const known = sums.get(row.session_id);
      if (known === undefined) sums.set(row.session_id, opened(row, row.session_id, actor));
      else extend(known, row, actor);
    },
    addFigures: (sessionId, figures) => {
      const sum = sessionId === null ? undefined : sums.get(sessionId);
      if (sum !== undefined) addFigures(sum.figures, figures);
    },
    end: () => [...sums.values()],
  };
}

function opened(
  { seq, occurred_at, plane, correlation_id }: RolledRow,
  session_id: string,
  actor: string | null,
): Open {
  return {
    session_id,
    first_seq: seq,
    newest_seq: seq,
    started: occurred_at,
    ended: occurred_at,
    plane,
    actor_least: actor,
    actor,
    figures: noFigures(),
    turns: new Set(correlation_id === null ? [] : [correlation_id]),
  };
}

function extend(
  sum: Open,
  { seq, occurred_at, plane, correlation_id }: RolledRow,
  actor: string | null,
): void {
  sum.first_seq = Math.min(sum.first_seq, seq);
  sum.newest_seq = Math.max(sum.newest_seq, seq);
  if (occurred_at < sum.started) sum.started = occurred_at;
  if (occurred_at > sum.ended) sum.ended = occurred_at;
  if (plane !== sum.plane) sum.plane = leastText(plane, sum.plane);
  if (actor !== sum.actor) sum.actor = greatestText(actor, sum.actor);
  if (actor !== sum.actor_least) sum.actor_least = least(actor, sum.actor_least);
  if (correlation_id !== null) sum.turns.add(correlation_id);
}

// The order of UTF-8 bytes, as both databases compare (BINARY, COLLATE "C"); JavaScript's own is another beyond U+FFFF.
function isBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')) < 0;
}

export function leastText(a: string, b: string): string {
  return isBefore(a, b) ? a : b;
}

/** null is none, not the least. */
export function least(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return leastText(a, b);
}

export function greatestText(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return isBefore(a, b) ? b : a;
}
