// What holds for a data point of either codec: the caps, and the time without which it is nobody's.
import { malformed } from '../errors.ts';
import { countNode, countRecord, rejectRecord, type DecodeBudget } from './budget.ts';
import type { DataPoint } from './metrics-model.ts';
import { isSane } from './time-range.ts';

/** Buckets of one point. Exponential histograms have 160 a side unless told otherwise. */
const MAX_BUCKETS = 4096;

/** Adds one bucket, bound or quantile to a list of a point. Throws `malformed`, `too_complex`. */
export function addBucket<T>(budget: DecodeBudget, list: T[], value: T): void {
  countNode(budget);
  if (list.length >= MAX_BUCKETS) throw malformed(`a point has more than ${MAX_BUCKETS} buckets`);
  list.push(value);
}

/** Reads one point into the list. Trouble inside it costs that point only (H6). */
export function readPoint<P extends DataPoint>(
  budget: DecodeBudget,
  path: string,
  points: P[],
  read: () => P,
): void {
  countRecord(budget);
  try {
    points.push(timed(read()));
  } catch (error) {
    rejectRecord(budget, path, error);
  }
}

/** The time is half of what tells a point from its repetition: one that has none cannot be counted once. */
function timed<P extends DataPoint>(point: P): P {
  if (!isSane(point.timeUnixNano)) throw malformed('time_unix_nano is missing or out of range');
  return point;
}
