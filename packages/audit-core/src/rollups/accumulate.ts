// What a batch of rows adds to the rollups. Pure: the same rows in any order and grouping add up to the same.
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { createAlikeGroups, type AlikeRows } from './alike-rows.ts';
import { keyValue, type Dimension } from './dimensions.ts';
import { addFigures, noFigures } from './figures.ts';
import type { RolledRow, RollupDelta, UsagePlace } from './rollup-delta.ts';
import { createSessionSums } from './session-sum.ts';

export interface Accumulator {
  add(rows: readonly RolledRow[]): void;
  end(): RollupDelta;
}

export function accumulate(dimensions: readonly Dimension[], rows: readonly RolledRow[]): RollupDelta {
  const accumulator = createAccumulator(dimensions);
  accumulator.add(rows);
  return accumulator.end();
}

export function createAccumulator(dimensions: readonly Dimension[]): Accumulator {
  const alike = createAlikeGroups(dimensions);
  const sessions = createSessionSums();
  return {
    add: (rows) => {
      for (const row of rows) sessions.see(row, alike.add(row).actor);
    },
    end: () => {
      const groups = alike.groups.toSorted((a, b) => a.hour - b.hour);
      for (const { row, figures } of groups) sessions.addFigures(row.session_id, figures);
      const used = groups.filter(({ row }) => row.plane !== ADMINISTRATION_PLANE);
      return {
        places: dimensions.flatMap((one) => placesOf(one, one.everyRow === true ? groups : used)),
        sessions: sessions.end(),
      };
    },
  };
}

interface OpenPlace extends UsagePlace {
  first_seq: number;
  newest_seq: number;
  readonly members: { readonly session: Set<string>; readonly user: Set<string> };
}

/** @param groups by rising hours. */
function placesOf(dimension: Dimension, groups: readonly AlikeRows[]): UsagePlace[] {
  const values = new Map<string | null, OpenPlace[]>();
  for (const group of groups) {
    const found = dimension.valueOf(group.row);
    if (found === undefined) continue;
    let places = values.get(found);
    if (places === undefined) values.set(found, (places = []));
    let place = places.at(-1);
    if (place?.hour !== group.hour) places.push((place = opened(dimension, found, group)));
    extend(place, dimension, group);
  }
  return [...values.values()].flat();
}

function opened({ name }: Dimension, value: string | null, { hour, first, newest }: AlikeRows): OpenPlace {
  const members = { session: new Set<string>(), user: new Set<string>() };
  const bounds = { first_seq: first, newest_seq: newest };
  return { dimension: name, value: keyValue(value), hour, ...bounds, figures: noFigures(), members };
}

function extend(place: OpenPlace, { everyRow, isUser }: Dimension, group: AlikeRows): void {
  const { row, actor, figures, first, newest } = group;
  addFigures(place.figures, figures);
  if (first < place.first_seq) place.first_seq = first;
  if (newest > place.newest_seq) place.newest_seq = newest;
  if (everyRow === true) return;
  if (row.session_id !== null) place.members.session.add(row.session_id);
  if (actor !== null && isUser !== true) place.members.user.add(actor);
}
