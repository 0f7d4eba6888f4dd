// Numbers that clients gave their own records, by session: those between the smallest and the largest that never came are gaps.
//
// A counter begins anew with each process of the client and its numbers may come in any order or from two processes at once: so
// what is counted is a lower bound.
import { sessionLine } from '../envelope.ts';
import { isDetached, type WalkedRow } from './stored-row.ts';
import type { ClientGaps } from './verdict.ts';

/** First and last number of each run, by turns. Runs may meet, overlap, and stand in any order. */
type Runs = readonly number[];

/** What the rows of a segment say. Plain data. */
export interface ClientNumbers {
  readonly runs: ReadonlyMap<string, Runs>;
  /** sessions with detached rows, as envelopes name them: their numbers did arrive, and are not there any more */
  readonly partly: ReadonlySet<string>;
}

export interface NumberCollector {
  add(rows: readonly WalkedRow[]): void;
  end(): ClientNumbers;
}

export function createNumberCollector(): NumberCollector {
  const runs = new Map<string, number[]>();
  const partly = new Set<string>();
  const addRow = (row: WalkedRow): void => {
    if (isDetached(row)) {
      if (row.session !== null) partly.add(row.session);
    } else if (row.session_id !== null && row.client_sequence !== null)
      addNumber(runs, row.session_id, row.client_sequence);
  };
  return { add: (rows) => rows.forEach(addRow), end: () => ({ runs, partly }) };
}

/** Once for every row. */
function addNumber(known: Map<string, number[]>, session: string, number: number): void {
  const runs = known.get(session);
  if (runs === undefined) known.set(session, [number, number]);
  else if (number === (runs[runs.length - 1] ?? 0) + 1) runs[runs.length - 1] = number;
  else if (Number.isSafeInteger(number)) runs.push(number, number);
}

export interface NumberMerger {
  add(numbers: ClientNumbers): void;
  /** Null where there were too many runs to be kept. */
  end(): ClientGaps | null;
}

/** Beside the rows of a verification hardly anything; numbers that nobody counted by would take more and more. */
const MOST_RUNS = 1_000_000;

/** @param mostRuns that are kept in memory. */
export function createNumberMerger(mostRuns = MOST_RUNS): NumberMerger {
  const known = new Map<string, Runs>();
  const partly = new Set<string>();
  let kept = 0;
  const keep = (session: string, runs: Runs): void => {
    const before = known.get(session) ?? [];
    const all = joined(before, runs);
    kept += (all.length - before.length) / 2;
    if (kept <= mostRuns) known.set(session, all);
    else known.clear();
  };
  return {
    add: (numbers) => {
      for (const line of numbers.partly) partly.add(line);
      for (const [session, runs] of numbers.runs) keep(session, runs);
    },
    end: () => (kept > mostRuns ? null : gapsOf(known, partly)),
  };
}

/** A session goes on where the segment before ended. */
function joined(before: Runs, runs: Runs): Runs {
  const last = before.at(-1);
  return last !== undefined && runs[0] === last + 1
    ? [...before.slice(0, -1), ...runs.slice(1)]
    : [...before, ...runs];
}

function gapsOf(known: ReadonlyMap<string, Runs>, partly: ReadonlySet<string>): ClientGaps {
  const missing = [...known]
    .map(([session, runs]) => [session, missingIn(runs)] as const)
    .filter(([session, count]) => count > 0 && (partly.size === 0 || !partly.has(sessionLine(session))));
  return { sessions: missing.length, missing: missing.reduce((sum, [, count]) => sum + count, 0) };
}

/** Numbers between the runs. */
function missingIn(runs: Runs): number {
  const pairs = Array.from({ length: runs.length / 2 }, (_, index) => runs.slice(2 * index, 2 * index + 2));
  pairs.sort(([a = 0], [b = 0]) => a - b);
  let [missing, [reached = 0] = []] = [0, pairs[0]];
  for (const [first = 0, last = 0] of pairs) {
    missing += Math.max(0, first - reached - 1);
    reached = Math.max(reached, last);
  }
  return missing;
}
