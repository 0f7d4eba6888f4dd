// The one window object that slides over a digit cluster; what is dear is computed only when a detector asks.
import type { NumberWindow, Scan } from '../detector.ts';
import { isWordCode } from './char-class.ts';
import type { DigitCluster } from './digit-cluster.ts';

export interface MovingWindow extends NumberWindow {
  move(first: number, last: number, anchored: boolean): void;
}

export const groupLength = (cluster: DigitCluster, group: number): number =>
  (cluster.ends[group] ?? 0) - (cluster.starts[group] ?? 0);

const gap = (text: string, cluster: DigitCluster, group: number): string => {
  const found = text.slice(cluster.ends[group - 1], cluster.starts[group]);
  return found.length === 1 && found !== '\n'
    ? found
    : found.replace(/[\s\\]*\n[\s\\]*/g, '\n').replace(/[^\S\n]+|\\/g, ' ');
};

const gapsOf = (text: string, cluster: DigitCluster, first: number, last: number): string => {
  let gaps = '';
  for (let group = first + 1; group <= last; group += 1) gaps += gap(text, cluster, group);
  return gaps;
};

const separatorOf = (text: string, cluster: DigitCluster, first: number, last: number): string => {
  if (first === last) return '';
  const separator = gap(text, cluster, first + 1);
  for (let group = first + 2; group <= last; group += 1) {
    if (gap(text, cluster, group) !== separator) return '*';
  }
  return separator;
};

const shapeOf = (cluster: DigitCluster, first: number, last: number): string => {
  let shape = String(groupLength(cluster, first));
  for (let group = first + 1; group <= last; group += 1) shape += `-${String(groupLength(cluster, group))}`;
  return shape;
};

/** Part of a longer row of groups, of a hexadecimal dump for instance. */
const isAlone = (text: string, cluster: DigitCluster, first: number, last: number): boolean => {
  const separator = separatorOf(text, cluster, first, last);
  if (first > 0 && gap(text, cluster, first) === separator) return false;
  return last + 1 >= cluster.starts.length || gap(text, cluster, last + 1) !== separator;
};

const isPoint = (text: string, from: number, to: number): boolean =>
  to - from === 1 && (text[from] === '.' || text[from] === ',');

const touchOf = (
  text: string,
  cluster: DigitCluster,
  first: number,
  last: number,
): '' | 'letter' | 'point' => {
  const start = cluster.starts[first] ?? 0;
  const end = cluster.ends[last] ?? 0;
  if (isWordCode(text.charCodeAt(start - 1)) || isWordCode(text.charCodeAt(end))) return 'letter';
  if (first > 0 && isPoint(text, cluster.ends[first - 1] ?? 0, start)) return 'point';
  return last + 1 < cluster.starts.length && isPoint(text, end, cluster.starts[last + 1] ?? 0) ? 'point' : '';
};

const once = (compute: () => number): (() => number) => {
  let value: number | undefined;
  return () => (value ??= compute());
};

/** A window over `cluster`; key words before the cluster are looked up at most once. */
export function createWindow(scan: Scan, cluster: DigitCluster): MovingWindow {
  const { text } = scan;
  const lookBack = once(() => scan.context(cluster.starts[0] ?? 0));
  const place = { first: 0, last: 0 };
  const seen = { digits: '', start: 0, end: 0, context: 0 };
  return {
    get digits() {
      return seen.digits;
    },
    get start() {
      return seen.start;
    },
    get end() {
      return seen.end;
    },
    get context() {
      return seen.context;
    },
    shape: () => shapeOf(cluster, place.first, place.last),
    separator: () => separatorOf(text, cluster, place.first, place.last),
    alone: () => isAlone(text, cluster, place.first, place.last),
    gaps: () => gapsOf(text, cluster, place.first, place.last),
    touch: () => touchOf(text, cluster, place.first, place.last),
    move(first, last, anchored) {
      place.first = first;
      place.last = last;
      seen.start = cluster.starts[first] ?? 0;
      seen.end = cluster.ends[last] ?? 0;
      const from = cluster.offsets[first] ?? 0;
      seen.digits = cluster.digits.slice(from, (cluster.offsets[last] ?? 0) + groupLength(cluster, last));
      seen.context = anchored ? lookBack() : 0;
    },
  };
}
