// Places in the dimensions that rows of one session differ in: each row is added where it belongs, in every one of them.
import type { AlikeRows } from './alike-rows.ts';
import type { Dimension } from './dimensions.ts';
import { addAmounts, type Amounts } from './figures.ts';
import { enter, openPlace, widen, type OpenPlace } from './open-place.ts';
import type { RolledRow, UsagePlace } from './rollup-delta.ts';

export interface VariedPlaces {
  /** A row of a group. */
  add(group: AlikeRows, row: RolledRow, amounts: Amounts): void;
  /** The hours of each value follow each other, rising. */
  placesOf(dimension: Dimension): UsagePlace[];
}

type Hours = Map<number, OpenPlace>;

export function createVariedPlaces(dimensions: readonly Dimension[]): VariedPlaces {
  const strands = dimensions.map((dimension) => ({ dimension, values: new Map<string | null, Hours>() }));
  return {
    add: (group, row, amounts) => {
      for (let index = 0; index < strands.length; index += 1) {
        const strand = strands[index];
        const value = strand?.dimension.valueOf(row);
        if (strand === undefined || value === undefined) continue;
        const known = (group.places[index] ??= new Map<string | null, OpenPlace>());
        let place = known.get(value);
        // Who is in a group is the same for all of its rows: they enter once.
        if (place === undefined) known.set(value, (place = entered(strand, value, group, row.seq)));
        widen(place, row.seq, row.seq);
        addAmounts(place.figures, amounts);
      }
    },
    placesOf: (wanted) => {
      const strand = strands.find(({ dimension }) => dimension === wanted);
      return [...(strand?.values.values() ?? [])].flatMap(rising);
    },
  };
}

interface Strand {
  readonly dimension: Dimension;
  readonly values: Map<string | null, Hours>;
}

/** @param seq of a row that is there */
function entered(
  { dimension, values }: Strand,
  value: string | null,
  group: AlikeRows,
  seq: number,
): OpenPlace {
  const { hour, row, actor } = group;
  let hours = values.get(value);
  if (hours === undefined) values.set(value, (hours = new Map<number, OpenPlace>()));
  let place = hours.get(hour);
  if (place === undefined) hours.set(hour, (place = openPlace(dimension, value, hour, seq)));
  enter(place, dimension, row.session_id, actor);
  return place;
}

function rising(hours: Hours): OpenPlace[] {
  return [...hours.values()].sort((a, b) => a.hour - b.hour);
}
