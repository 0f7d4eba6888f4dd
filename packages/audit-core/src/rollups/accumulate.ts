// What a batch of rows adds to the rollups. Pure: the same rows in any order and grouping add up to the same.
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { actorOf, keyValue, type Dimension } from './dimensions.ts';
import { addRow, noFigures, type Figures } from './figures.ts';
import { hourOf } from './hour.ts';
import { joinedCells } from './days.ts';
import type { MemberKind, RolledRow, RollupDelta, UsageCell, UsageMember } from './rollup-delta.ts';
import { createSessionSums } from './session-sum.ts';

export interface Accumulator {
  add(rows: readonly RolledRow[]): void;
  end(): RollupDelta;
}

/** Rows that are alike in everything that is grouped by: most of a batch falls into few of them. */
interface Alike {
  readonly row: RolledRow;
  readonly hour: number;
  readonly actor: string | null;
  readonly figures: Figures;
  first: number;
  newest: number;
}

export function accumulate(dimensions: readonly Dimension[], rows: readonly RolledRow[]): RollupDelta {
  const accumulator = createAccumulator(dimensions);
  accumulator.add(rows);
  return accumulator.end();
}

export function createAccumulator(dimensions: readonly Dimension[]): Accumulator {
  const alike = new Map<string, Alike>();
  const distinguishing = dimensions.filter(({ isImplied }) => isImplied !== true);
  const sessions = createSessionSums();
  const addOne = (row: RolledRow): void => {
    const hour = hourOf(row.occurred_at);
    const actor = actorOf(row);
    const key = keyOf(distinguishing, row, hour, actor);
    let same = alike.get(key);
    if (same === undefined) {
      same = { row, hour, actor, figures: noFigures(), first: row.seq, newest: row.seq };
      alike.set(key, same);
    }
    addRow(same.figures, row);
    same.first = Math.min(same.first, row.seq);
    same.newest = Math.max(same.newest, row.seq);
    sessions.see(row, actor);
  };
  return {
    add: (rows) => rows.forEach(addOne),
    end: () => {
      const groups = [...alike.values()];
      for (const { row, figures } of groups) sessions.addFigures(row.session_id, figures);
      const used = groups.filter(({ row }) => row.plane !== ADMINISTRATION_PLANE);
      return {
        cells: dimensions.flatMap((dimension) => cellsOf(dimension, dimension.everyRow ? groups : used)),
        members: membersOf(
          dimensions.filter(({ everyRow }) => everyRow !== true),
          used,
        ),
        sessions: sessions.end(),
      };
    },
  };
}

const SEPARATOR = '\u0000';

function keyOf(dimensions: readonly Dimension[], row: RolledRow, hour: number, actor: string | null): string {
  let key = `${hour}${SEPARATOR}${row.session_id ?? SEPARATOR}${SEPARATOR}${actor ?? SEPARATOR}`;
  for (const { valueOf } of dimensions) key += SEPARATOR + (valueOf(row) ?? SEPARATOR);
  return key;
}

function cellsOf({ name: dimension, valueOf }: Dimension, groups: readonly Alike[]): UsageCell[] {
  const cells = new Map<string, UsageCell>();
  for (const { row, hour, figures, first: first_seq, newest: newest_seq } of groups) {
    const found = valueOf(row);
    if (found === undefined) continue;
    const value = keyValue(found);
    const key = `${hour}${SEPARATOR}${value}`;
    const more = { dimension, value, hour, first_seq, newest_seq, figures };
    cells.set(key, joinedCells(cells.get(key), more));
  }
  return [...cells.values()];
}

function membersOf(dimensions: readonly Dimension[], groups: readonly Alike[]): UsageMember[] {
  return dimensions.flatMap(({ name: dimension, valueOf }) => {
    const members = new Map<string, UsageMember>();
    for (const { row, hour, actor } of groups) {
      const found = valueOf(row);
      if (found === undefined) continue;
      const value = keyValue(found);
      const place = `${hour}${SEPARATOR}${value}${SEPARATOR}`;
      const note = (kind: MemberKind, member: string): void => {
        const key = place + kind + SEPARATOR + member;
        if (!members.has(key)) members.set(key, { dimension, value, kind, member, hour });
      };
      if (row.session_id !== null) note('session', row.session_id);
      if (actor !== null) note('user', actor);
    }
    return [...members.values()];
  });
}
