// Joins the tallies of all segments to what the rollups of a chain must be.
import type { SessionSum, UsageCell } from './rollup-delta.ts';
import { cellValues } from './column-values.ts';
import { joinedCells, withDays } from './days.ts';
import { createFactCollector, createFactMaker, type FactSets } from './facts.ts';
import { addFigures, type Figures } from './figures.ts';
import { SESSIONS_NAME, usageName } from './rollup-names.ts';
import { greatestText, least, leastText } from './session-sum.ts';
import type { RollupTally } from './tally.ts';

type Sum = Omit<SessionSum, 'turns'>;

export interface ExpectedRollups {
  add(tally: RollupTally): void;
  end(): FactSets;
}

export function createExpectedRollups(secret: string): ExpectedRollups {
  const cells = new Map<string, UsageCell>();
  const sessions = new Map<string, Sum>();
  const facts = createFactCollector();
  return {
    add: (tally) => {
      for (const cell of tally.cells) addCell(cells, cell);
      for (const sum of tally.sessions)
        sessions.set(sum.session_id, joined(sessions.get(sum.session_id), sum));
      for (const [name, found] of tally.facts) facts.add(name, found);
    },
    end: () => {
      const make = createFactMaker(secret);
      for (const cell of withDays([...cells.values()]))
        facts.add(usageName(cell.dimension), [make(...cellValues(cell))]);
      for (const sum of sessions.values()) facts.add(SESSIONS_NAME, [make(...sessionFact(sum))]);
      return facts.end();
    },
  };
}

function addCell(cells: Map<string, UsageCell>, cell: UsageCell): void {
  const key = [cell.dimension, cell.hour, cell.value].join('\u0000');
  cells.set(key, joinedCells(cells.get(key), cell));
}

function joined(known: Sum | undefined, more: Sum): Sum {
  if (known === undefined) return more;
  addFigures(known.figures, more.figures);
  return {
    session_id: known.session_id,
    first_seq: Math.min(known.first_seq, more.first_seq),
    newest_seq: Math.max(known.newest_seq, more.newest_seq),
    started: leastText(known.started, more.started),
    ended: greatestText(known.ended, more.ended) ?? more.ended,
    plane: leastText(known.plane, more.plane),
    actor_least: least(known.actor_least, more.actor_least),
    actor: greatestText(known.actor, more.actor),
    figures: known.figures,
  };
}

/** Of all columns but `turns`, which is held against the table of turns. */
export function sessionFact(
  sum: Omit<Sum, 'figures'> & { readonly figures: Figures },
): (string | number | null)[] {
  const { session_id, first_seq, newest_seq, started, ended, plane, actor_least, actor, figures } = sum;
  return [session_id, first_seq, newest_seq, started, ended, plane, actor_least, actor, ...figures];
}
