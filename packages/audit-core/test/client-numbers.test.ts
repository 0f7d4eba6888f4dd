// Gaps in the clients' own counters, told from a walk in pieces: what one query over all of it would count.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createNumberCollector, createNumberMerger } from '../src/chain/client-numbers.ts';
import type { WalkedRow } from '../src/chain/stored-row.ts';
import { sessionLine } from '../src/envelope.ts';

type Numbered = readonly [session: string | null, number: number | null];

const rowOf = ([session_id, client_sequence]: Numbered): WalkedRow =>
  ({ session_id, client_sequence }) as WalkedRow;
const detached = (session: string): WalkedRow =>
  ({ isDetached: true, session: sessionLine(session) }) as WalkedRow;

function gapsOf(segments: readonly (readonly WalkedRow[])[], mostRuns?: number) {
  const merger = createNumberMerger(mostRuns);
  for (const rows of segments) {
    const collector = createNumberCollector();
    collector.add(rows);
    merger.add(structuredClone(collector.end()));
  }
  return merger.end();
}

/** By the definition. */
function counted(rows: readonly Numbered[]) {
  const sessions = Map.groupBy(rows, ([session]) => session);
  sessions.delete(null);
  const missing = [...sessions.values()].map((of) => {
    const numbers = of.flatMap(([, number]) => (number === null ? [] : [number]));
    if (numbers.length === 0) return 0;
    return Math.max(...numbers) - Math.min(...numbers) + 1 - new Set(numbers).size;
  });
  const holes = missing.filter((count) => count > 0);
  return { sessions: holes.length, missing: holes.reduce((sum, count) => sum + count, 0) };
}

const numbered = fc.tuple(
  fc.constantFrom('one', 'two', null),
  fc.option(fc.oneof(fc.nat({ max: 12 }), fc.constantFrom(-5, 1000)), { nil: null }),
);

describe('numbers of clients', () => {
  test('are the same in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.array(numbered, { maxLength: 12 }), { maxLength: 5 }), (segments) => {
        expect(gapsOf(segments.map((rows) => rows.map(rowOf)))).toEqual(counted(segments.flat()));
      }),
    );
  });

  test('a session with detached rows has none, wherever those lie', () => {
    const rows = [rowOf(['one', 1]), rowOf(['one', 5]), rowOf(['two', 1]), rowOf(['two', 3])];
    expect(gapsOf([[detached('one')], rows])).toEqual({ sessions: 1, missing: 1 });
    expect(gapsOf([rows, [detached('one'), detached('two')]])).toEqual({ sessions: 0, missing: 0 });
  });

  test('numbers that follow each other are one run, and too many runs are given up', () => {
    const follows = Array.from({ length: 100 }, (_, index) => rowOf(['one', index]));
    expect(gapsOf([follows, [rowOf(['one', 100])], [rowOf(['one', 102])]], 2)).toEqual({
      sessions: 1,
      missing: 1,
    });
    expect(gapsOf([follows.filter((_, index) => index % 2 === 0)], 2)).toBeNull();
  });
});
