// The one window object that slides over a digit cluster; what is dear is computed only when a detector asks.
import type { NumberWindow, Scan } from '../detector.ts';
import { isWordCode } from './char-class.ts';
import type { DigitCluster } from './digit-cluster.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface MovingWindow extends NumberWindow {
  open(cluster: DigitCluster): void;
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

/** True when the gaps before two groups are the same single sign, the common case, told without cutting strings. */
const isSameSign = (text: string, cluster: DigitCluster, a: number, b: number): boolean => {
  const [from, at] = [cluster.ends[a - 1] ?? 0, cluster.ends[b - 1] ?? 0];
  const single = (cluster.starts[a] ?? 0) - from === 1 && (cluster.starts[b] ?? 0) - at === 1;
  return single && text.charCodeAt(from) === text.charCodeAt(at);
};

const separatorOf = (text: string, cluster: DigitCluster, first: number, last: number): string => {
  if (first === last) return '';
  const separator = gap(text, cluster, first + 1);
  for (let group = first + 2; group <= last; group += 1) {
    if (!isSameSign(text, cluster, first + 1, group) && gap(text, cluster, group) !== separator) return '*';
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

const isPoint = (text: string, from: number, to: number): boolean => to - from === 1 && text[from] === '.';

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

const nothing: DigitCluster = { digits: '', starts: [], ends: [], offsets: [], end: 0 };

/** The window of one scan: it is opened on one cluster after the other, so that numbers cost no objects. */
export function createWindow(scan: Scan): MovingWindow {
  const { text } = scan;
  const place = { cluster: nothing, first: 0, last: 0, words: -1 };
  const lookBack = (): number => {
    if (place.words < 0) place.words = scan.context(place.cluster.starts[0] ?? 0);
    return place.words;
  };
  const window: Mutable<MovingWindow> = {
    digits: '',
    start: 0,
    end: 0,
    context: 0,
    shape: () => shapeOf(place.cluster, place.first, place.last),
    separator: () => separatorOf(text, place.cluster, place.first, place.last),
    alone: () => isAlone(text, place.cluster, place.first, place.last),
    gaps: () => gapsOf(text, place.cluster, place.first, place.last),
    touch: () => touchOf(text, place.cluster, place.first, place.last),
    open(cluster) {
      place.cluster = cluster;
      place.words = -1;
    },
    move(first, last, anchored) {
      const { starts, ends, offsets, digits } = place.cluster;
      place.first = first;
      place.last = last;
      window.start = starts[first] ?? 0;
      window.end = ends[last] ?? 0;
      window.digits = digits.slice(offsets[first], (offsets[last] ?? 0) + groupLength(place.cluster, last));
      window.context = anchored ? lookBack() : 0;
    },
  };
  return window;
}
