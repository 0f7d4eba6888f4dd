// What a batch of rows adds to the rollups. Pure: the same rows in any order and grouping add up to the same.
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { createAlikeGroups, type AlikeRows } from './alike-rows.ts';
import type { Dimension } from './dimensions.ts';
import { addFigures, amountsOf } from './figures.ts';
import { enter, openPlace, widen, type OpenPlace } from './open-place.ts';
import type { RolledRow, RollupDelta, UsagePlace } from './rollup-delta.ts';
import { createSessionSums } from './session-sum.ts';
import { createVariedPlaces } from './varied-places.ts';

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
  const alike = createAlikeGroups();
  const varied = createVariedPlaces(dimensions.filter(({ isImplied }) => isImplied !== true));
  const sessions = createSessionSums();
  const add = (row: RolledRow): void => {
    const amounts = amountsOf(row);
    const group = alike.add(row, amounts);
    sessions.see(row, group.actor);
    if (row.plane !== ADMINISTRATION_PLANE) varied.add(group, row, amounts);
  };
  return {
    add: (rows) => rows.forEach(add),
    end: () => {
      const groups = alike.groups.toSorted((a, b) => a.hour - b.hour);
      for (const { row, figures } of groups) sessions.addFigures(row.session_id, figures);
      const used = groups.filter(({ row }) => row.plane !== ADMINISTRATION_PLANE);
      const placesOf = (one: Dimension): UsagePlace[] =>
        one.isImplied === true
          ? impliedPlaces(one, one.everyRow === true ? groups : used)
          : varied.placesOf(one);
      return { places: dimensions.flatMap(placesOf), sessions: sessions.end() };
    },
  };
}

/** @param groups by rising hours. */
function impliedPlaces(dimension: Dimension, groups: readonly AlikeRows[]): UsagePlace[] {
  const values = new Map<string | null, OpenPlace[]>();
  for (const group of groups) {
    const found = dimension.valueOf(group.row);
    if (found === undefined) continue;
    let places = values.get(found);
    if (places === undefined) values.set(found, (places = []));
    let place = places.at(-1);
    if (place?.hour !== group.hour)
      places.push((place = openPlace(dimension, found, group.hour, group.first)));
    extend(place, dimension, group);
  }
  return [...values.values()].flat();
}

function extend(place: OpenPlace, dimension: Dimension, group: AlikeRows): void {
  addFigures(place.figures, group.figures);
  widen(place, group.first, group.newest);
  if (dimension.everyRow !== true) enter(place, dimension, group.row.session_id, group.actor);
}
