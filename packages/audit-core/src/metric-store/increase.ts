// What one point adds to the total of its series: the rules of docs/formats/metrics.md, without a store.
import type { MetricKind, MetricTemporality } from './metric-series.ts';

/**
 * How a series counts. `delta`: each point is an amount of its own. `cumulative`: each point is a running total, the
 * amount is what it grew by. `level`: a reading; readings are never added up over time.
 */
export type Counting = 'delta' | 'cumulative' | 'level';

export interface CountedSeries {
  readonly kind: MetricKind;
  readonly temporality: MetricTemporality;
  readonly monotonic: boolean;
}

/** A running total that may fall is a level (UpDownCounter); so is anything that does not say what it is. */
export function countingOf({ kind, temporality, monotonic }: CountedSeries): Counting {
  if (kind === 'gauge') return 'level';
  // A summary has no temporality: its count and sum run since its start.
  if (kind === 'summary') return 'cumulative';
  if (temporality === 'delta') return 'delta';
  if (temporality === 'unspecified') return 'level';
  return kind === 'sum' && !monotonic ? 'level' : 'cumulative';
}

/** The numbers of a point that count. */
export interface Reading {
  readonly startTime: string;
  readonly value: number | null;
  readonly exact: string | null;
  readonly observations: number | null;
}

export interface Increase {
  readonly delta: number | null;
  readonly deltaObservations: number | null;
}

const NOTHING: Increase = { delta: null, deltaObservations: null };
const UNKNOWN_START = /^0+$/;

/** Whether a point says anything that later points of its stream can be compared with. */
export function isReading({ value, observations }: Pick<Reading, 'value' | 'observations'>): boolean {
  return value !== null || observations !== null;
}

/**
 * The amount of one point. `previous` is the reading before it in its stream: same series, same start time.
 * Without one, a stream with a start time counts from zero; one without may have been counting for long, so its first
 * point is where counting begins.
 */
export function increaseOf(counting: Counting, previous: Reading | undefined, current: Reading): Increase {
  if (counting === 'level' || !isReading(current)) return NOTHING;
  const whole = { delta: current.value, deltaObservations: current.observations };
  if (counting === 'delta') return whole;
  if (previous === undefined) return UNKNOWN_START.test(current.startTime) ? zeroOf(current) : whole;
  return hasReset(previous, current) ? whole : grownBy(previous, current);
}

function zeroOf({ value, observations }: Reading): Increase {
  return { delta: value === null ? null : 0, deltaObservations: observations === null ? null : 0 };
}

/** A total that fell began again at zero. Of a distribution only the count tells: its sum may fall by itself. */
function hasReset(previous: Reading, current: Reading): boolean {
  if (current.observations !== null) return current.observations < (previous.observations ?? 0);
  return (current.value ?? 0) < (previous.value ?? 0);
}

function grownBy(previous: Reading, current: Reading): Increase {
  return {
    delta: current.value === null ? null : difference(previous, current),
    deltaObservations:
      current.observations === null ? null : current.observations - (previous.observations ?? 0),
  };
}

const INTEGER = /^-?\d+$/;

/** Beyond 2^53 doubles cannot tell neighbours apart; the integers that were sent can. */
function difference(previous: Reading, current: Reading): number {
  if (isInteger(previous.exact) && isInteger(current.exact))
    return Number(BigInt(current.exact) - BigInt(previous.exact));
  return (current.value ?? 0) - (previous.value ?? 0);
}

function isInteger(text: string | null): text is string {
  return text !== null && INTEGER.test(text);
}
