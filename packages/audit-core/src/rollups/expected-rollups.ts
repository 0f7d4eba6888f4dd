// Joins the tallies of all segments to what the rollups of a chain must be.
import type { SessionSum, UsageCell } from './rollup-delta.ts';
import { figureValues, sumValues } from './column-values.ts';
import { joinedCells, withDays } from './days.ts';
import { createFactCollector, createFactMaker, type FactSets } from './facts.ts';
import { addFigures } from './figures.ts';
import { SESSIONS_NAME, usageName } from './rollup-names.ts';
import { greatestText, least, leastText } from './session-sum.ts';
import type { RollupTally } from './tally.ts';

type Sum = Omit<SessionSum, 'turns'>;

export interface ExpectedRollups {
  add(tally: RollupTally): void;
  end(): FactSets;
}

/** By dimension, value and hour. */
type Cells = Map<string, Map<string, Map<number, UsageCell>>>;

export function createExpectedRollups(secret: string): ExpectedRollups {
  const cells: Cells = new Map();
  const sessions = new Map<string, Sum>();
  const facts = createFactCollector();
  return {
    add: (tally) => {
      for (const cell of tally.cells) addCell(cells, cell);
      for (const sum of tally.sessions)
        sessions.set(sum.session_id, joined(sessions.get(sum.session_id), sum));
      for (const [name, found] of tally.facts) facts.addAll(name, found);
    },
    end: () => {
      const make = createFactMaker(secret);
      for (const cell of withDays(inOrder(cells)))
        facts.add(usageName(cell.dimension), make(...figureValues(cell)));
      for (const sum of sessions.values()) facts.add(SESSIONS_NAME, make(...sumValues(sum)));
      return facts.end();
    },
  };
}

function addCell(cells: Cells, cell: UsageCell): void {
  const values = cells.get(cell.dimension) ?? new Map<string, Map<number, UsageCell>>();
  cells.set(cell.dimension, values);
  const hours = values.get(cell.value) ?? new Map<number, UsageCell>();
  values.set(cell.value, hours);
  hours.set(cell.hour, joinedCells(hours.get(cell.hour), cell));
}

/** The hours of each dimension and value rising. */
function inOrder(cells: Cells): UsageCell[] {
  const strands = [...cells.values()].flatMap((values) => [...values.values()]);
  return strands.flatMap((hours) => [...hours.values()].sort((a, b) => a.hour - b.hour));
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
    email_least: least(known.email_least, more.email_least),
    email: greatestText(known.email, more.email),
    unnamed: known.unnamed + more.unnamed,
    figures: known.figures,
  };
}
