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
  // A row is mostly of the session of the one before.
  let last: Open | undefined;
  return {
    see: (row, actor) => {
      const { session_id: id } = row;
      if (id === null) return;
      if (last?.session_id !== id) last = sums.get(id);
      if (last === undefined) sums.set(id, (last = opened(row, id, actor)));
      else extend(last, row, actor);
    },
    addFigures: (sessionId, figures) => {
      const sum = sessionId === null ? undefined : sums.get(sessionId);
      if (sum !== undefined) addFigures(sum.figures, figures);
    },
    end: () => [...sums.values()],
  };
}

function opened(
  { seq, occurred_at, plane, correlation_id, user_email }: RolledRow,
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
    email_least: user_email,
    email: user_email,
    unnamed: user_email === null ? 1 : 0,
    figures: noFigures(),
    turns: new Set(correlation_id === null ? [] : [correlation_id]),
  };
}

function extend(
  sum: Open,
  { seq, occurred_at, plane, correlation_id, user_email }: RolledRow,
  actor: string | null,
): void {
  if (seq < sum.first_seq) sum.first_seq = seq;
  if (seq > sum.newest_seq) sum.newest_seq = seq;
  if (occurred_at < sum.started) sum.started = occurred_at;
  if (occurred_at > sum.ended) sum.ended = occurred_at;
  if (plane !== sum.plane) sum.plane = leastText(plane, sum.plane);
  if (actor !== sum.actor) sum.actor = greatestText(actor, sum.actor);
  if (actor !== sum.actor_least) sum.actor_least = least(actor, sum.actor_least);
  if (user_email === null) sum.unnamed += 1;
  if (user_email !== sum.email) sum.email = greatestText(user_email, sum.email);
  if (user_email !== sum.email_least) sum.email_least = least(user_email, sum.email_least);
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
