// From a batch and what the store holds beside it to the rows that change. Pure, and the order of arrival does not count.
import { increaseOf, isReading, type Counting } from './increase.ts';
import { keyOf, streamOf, type DailyRow, type PointRow } from './metric-rows.ts';
import { addToDaily, dailyOf } from './daily.ts';

export interface BatchPoint extends PointRow {
  readonly counting: Counting;
}

/** What the store holds that a batch has to know. */
export interface StoredState {
  /** Keys (`keyOf`) of the batch that are stored already. */
  readonly known: ReadonlySet<string>;
  /** For each cumulative point of the batch the nearest stored readings before and after it in its stream. */
  readonly neighbours: readonly PointRow[];
}

/** A stored point whose amount changes because a point arrived late, in front of it. */
export type Correction = Pick<PointRow, 'series_id' | 'start_time' | 'time' | 'delta' | 'delta_observations'>;

export interface AppendPlan {
  readonly points: readonly PointRow[];
  readonly corrections: readonly Correction[];
  /** What is added to each day of each series. */
  readonly daily: readonly DailyRow[];
}

export function planAppend(batch: readonly BatchPoint[], { known, neighbours }: StoredState): AppendPlan {
  const fresh = withoutRepetitions(batch, known);
  const counted = fresh.filter(({ counting }) => counting !== 'cumulative').map(alone);
  const streams = planStreams(
    fresh.filter(({ counting }) => counting === 'cumulative'),
    neighbours,
  );
  const points = [...counted, ...streams.points];
  const daily = new Map<string, DailyRow>();
  for (const point of points) addToDaily(daily, dailyOf(point, point.counting));
  for (const { before, after } of streams.moved) {
    const total = (after.delta ?? 0) - (before.delta ?? 0);
    const observations = (after.delta_observations ?? 0) - (before.delta_observations ?? 0);
    addToDaily(daily, {
      ...dailyOf(after, 'cumulative'),
      points: 0,
      lowest: null,
      highest: null,
      total,
      observations,
    });
  }
  const corrections = streams.moved.map(({ after }) => after);
  return {
    points: points.map(({ counting: _counting, ...row }) => row),
    corrections,
    daily: [...daily.values()],
  };
}

/** The first of several points with one key counts, and none that the store has. */
function withoutRepetitions(batch: readonly BatchPoint[], known: ReadonlySet<string>): BatchPoint[] {
  const seen = new Set(known);
  return batch.filter((point) => {
    const key = keyOf(point);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function alone(point: BatchPoint): BatchPoint {
  return withIncrease(point, undefined);
}

interface Move {
  readonly before: PointRow;
  readonly after: PointRow;
}

interface PlannedStreams {
  readonly points: readonly BatchPoint[];
  readonly moved: readonly Move[];
}

function planStreams(fresh: readonly BatchPoint[], neighbours: readonly PointRow[]): PlannedStreams {
  const stored = Map.groupBy(unique(neighbours), streamOf);
  const points: BatchPoint[] = [];
  const moved: Move[] = [];
  for (const [stream, arrived] of Map.groupBy(fresh, streamOf)) {
    const planned = planStream(arrived, stored.get(stream) ?? []);
    points.push(...planned.points);
    moved.push(...planned.moved);
  }
  return { points, moved };
}

function unique(rows: readonly PointRow[]): PointRow[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

/** Walks one stream in the order of time. A stored point moves when what now stands before it has just arrived. */
function planStream(arrived: readonly BatchPoint[], stored: readonly PointRow[]): PlannedStreams {
  const inOrder = [...arrived, ...stored].sort(byTime);
  const points: BatchPoint[] = [];
  const moved: Move[] = [];
  let run: BatchPoint[] = [];
  let previous: PointRow | undefined;
  for (const current of inOrder) {
    const planned = withIncrease({ ...current, counting: 'cumulative' }, previous);
    if ('counting' in current) run.push(planned);
    else {
      const move = previous !== undefined && 'counting' in previous;
      if (move) moved.push({ before: current, after: planned });
      points.push(...(move ? lateRun(run, { before: current, after: planned }) : run));
      run = [];
    }
    if (isReading(current)) previous = current;
  }
  return { points: [...points, ...run], moved };
}

/** Points in front of a stored one share what it had counted already: together they add what the total grew by. */
function lateRun(run: readonly BatchPoint[], { before, after }: Move): BatchPoint[] {
  const counted = run.filter(({ added }) => added !== null);
  const last = counted.at(-1);
  const sum = counted.reduce((total, { added }) => total + (added ?? 0), 0);
  // A total never falls by a point more; what looks like it is the rounding of fractions.
  const grown = Math.max(0, sum + (after.delta ?? 0) - (before.delta ?? 0));
  return run.map((point) => (point.added === null ? point : { ...point, added: point === last ? grown : 0 }));
}

function byTime(a: PointRow, b: PointRow): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : 0;
}

function withIncrease(point: BatchPoint, previous: PointRow | undefined): BatchPoint {
  const { counting, start_time: startTime } = point;
  const before = previous && { ...previous, startTime };
  const { delta, deltaObservations } = increaseOf(counting, before, { ...point, startTime });
  const added = point.observations === null ? delta : null;
  return { ...point, delta, delta_observations: deltaObservations, added };
}
