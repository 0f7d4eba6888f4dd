// Offers stretches of a digit cluster to the number detectors: whole groups only, never a part of a group.
import type { NumberDetector, NumberWindow, Scan } from '../detector.ts';
import { isWordCode } from './char-class.ts';
import type { DigitCluster } from './digit-cluster.ts';

export const shortestNumber = 6;
const longestNumber = 22;
/** Without a key word nobody writes a number in more groups than this, unless digit by digit. */
const mostGroups = 9;

export type NumbersByLength = readonly (readonly NumberDetector[])[];

const lengthOf = (cluster: DigitCluster, group: number): number =>
  (cluster.ends[group] ?? 0) - (cluster.starts[group] ?? 0);

const gap = (text: string, cluster: DigitCluster, group: number): string =>
  text.slice(cluster.ends[group - 1], cluster.starts[group]).replace(/[\s\\]+/g, ' ');

const separatorOf = (text: string, cluster: DigitCluster, first: number, last: number): string => {
  if (first === last) return '';
  const separator = gap(text, cluster, first + 1);
  for (let group = first + 2; group <= last; group += 1) {
    if (gap(text, cluster, group) !== separator) return '*';
  }
  return separator;
};

const shapeOf = (cluster: DigitCluster, first: number, last: number): string => {
  let shape = String(lengthOf(cluster, first));
  for (let group = first + 1; group <= last; group += 1) shape += `-${String(lengthOf(cluster, group))}`;
  return shape;
};

const point = (text: string, from: number, to: number): boolean =>
  to - from === 1 && (text[from] === '.' || text[from] === ',');

/** Letters that touch the digits, or a decimal point with more digits, make a number part of something else. */
const touchOf = (text: string, cluster: DigitCluster, first: number, last: number): NumberWindow['touch'] => {
  const start = cluster.starts[first] ?? 0;
  const end = cluster.ends[last] ?? 0;
  if (isWordCode(text.charCodeAt(start - 1)) || isWordCode(text.charCodeAt(end))) return 'letter';
  if (first > 0 && point(text, cluster.ends[first - 1] ?? 0, start)) return 'point';
  return last + 1 < cluster.starts.length && point(text, end, cluster.starts[last + 1] ?? 0) ? 'point' : '';
};

/** The end of a run of one-digit groups that begins with `first`, else -1. Such a run is offered whole. */
const singlesEnd = (cluster: DigitCluster, first: number): number => {
  if (lengthOf(cluster, first) !== 1 || (first > 0 && lengthOf(cluster, first - 1) === 1)) return -1;
  let last = first;
  while (last - first <= longestNumber && lengthOf(cluster, last) === 1) last += 1;
  return last - 1;
};

interface Walk {
  readonly scan: Scan;
  readonly cluster: DigitCluster;
  readonly numbers: NumbersByLength;
  /** Key words before the cluster, looked up once. */
  readonly context: () => number;
}

const once = (compute: () => number): (() => number) => {
  let value: number | undefined;
  return () => (value ??= compute());
};

const windowOf = (walk: Walk, first: number, last: number, anchored: boolean): NumberWindow => {
  const { scan, cluster } = walk;
  const start = cluster.starts[first] ?? 0;
  const from = cluster.offsets[first] ?? 0;
  return {
    digits: cluster.digits.slice(from, (cluster.offsets[last] ?? 0) + lengthOf(cluster, last)),
    shape: shapeOf(cluster, first, last),
    separator: separatorOf(scan.text, cluster, first, last),
    start,
    end: cluster.ends[last] ?? 0,
    context: anchored ? walk.context() : 0,
    touch: touchOf(scan.text, cluster, first, last),
  };
};

/** The last group of a window from `first` that a detector took, or -1. Longer windows are tried first. */
const takeFrom = (walk: Walk, first: number, anchored: boolean): number => {
  const { scan, cluster, numbers } = walk;
  const base = cluster.offsets[first] ?? 0;
  let last = Math.min(cluster.starts.length - 1, anchored ? first + longestNumber : first + mostGroups);
  last = Math.max(last, singlesEnd(cluster, first));
  for (; last >= first; last -= 1) {
    const count = (cluster.offsets[last] ?? 0) + lengthOf(cluster, last) - base;
    if (count > longestNumber) continue;
    if (count < shortestNumber) break;
    const asked = numbers[count];
    if (!asked || asked.length === 0) continue;
    const window = windowOf(walk, first, last, anchored);
    if (asked.some((detector) => detector.find(scan, window))) return last;
  }
  return -1;
};

/** Offers every stretch of the cluster; a key word speaks for the first number and for those that follow a hit. */
export function offerNumbers(scan: Scan, cluster: DigitCluster, numbers: NumbersByLength): void {
  const walk = { scan, cluster, numbers, context: once(() => scan.context(cluster.starts[0] ?? 0)) };
  let anchored = true;
  for (let first = 0; first < cluster.starts.length; first += 1) {
    const last = takeFrom(walk, first, anchored);
    anchored = last >= 0;
    if (last >= 0) first = last;
  }
}
