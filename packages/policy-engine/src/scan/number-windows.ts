// Offers stretches of a digit cluster to the number detectors: whole groups only, never a part of a group.
import type { NumberDetector, Scan } from '../detector.ts';
import type { DigitCluster } from './digit-cluster.ts';
import { groupLength, type MovingWindow } from './moving-window.ts';

export const shortestNumber = 6;
const longestNumber = 22;
/** More groups of one or two digits than this in a row are a table or a dump. */
const longestPairs = 12;
/** Without a key word nobody writes a number in more groups than this, unless digit by digit. */
const mostGroups = 9;

export interface NumbersByLength {
  readonly all: readonly (readonly NumberDetector[])[];
  /** Those that need no key word. */
  readonly bare: readonly (readonly NumberDetector[])[];
}

const longestLength = 32;

/** Sorts detectors by the digit counts they look at. */
export function compileNumbers(detectors: readonly NumberDetector[]): NumbersByLength {
  const byLength = (some: readonly NumberDetector[]): NumberDetector[][] =>
    Array.from({ length: longestLength }, (_, n) => some.filter(({ lengths }) => lengths.includes(n)));
  return { all: byLength(detectors), bare: byLength(detectors.filter(({ keyed }) => keyed !== true)) };
}

export interface NumberWalk {
  readonly scan: Scan;
  readonly numbers: NumbersByLength;
  readonly window: MovingWindow;
}

const isSingle = (cluster: DigitCluster, group: number): boolean => groupLength(cluster, group) === 1;

/** The end of the run of one-digit groups that begins with `first`: such a run is offered whole. */
const singlesEnd = (cluster: DigitCluster, first: number): number => {
  let last = first;
  while (last - first <= longestNumber && isSingle(cluster, last)) last += 1;
  return last - 1;
};

const lastGroup = (cluster: DigitCluster, first: number, anchored: boolean): number => {
  const reach = Math.min(cluster.starts.length - 1, first + (anchored ? longestNumber : mostGroups));
  return isSingle(cluster, first) ? Math.max(reach, singlesEnd(cluster, first)) : reach;
};

/** The last group up to which the separators are those after `first`, as far as windows reach. */
const uniformEnd = (text: string, cluster: DigitCluster, first: number): number => {
  const { starts, ends } = cluster;
  const limit = Math.min(starts.length - 1, first + longestNumber);
  const from = ends[first] ?? 0;
  const width = (starts[first + 1] ?? 0) - from;
  const mark = text.charCodeAt(from);
  let last = first + 1;
  while (last < limit) {
    const end = ends[last] ?? 0;
    if (text.charCodeAt(end) !== mark || (starts[last + 1] ?? 0) - end !== width) break;
    last += 1;
  }
  return last;
};

/** Mixed separators without a key word: the old NPWP, and phone numbers by their first sign. */
const mayMix = (text: string, cluster: DigitCluster, first: number, count: number): boolean => {
  const start = cluster.starts[first] ?? 0;
  const digit = text.charCodeAt(start);
  const before = text.charCodeAt(start - 1);
  return count === 15 || digit === 48 || digit === 54 || before === 40 || before === 43;
};

/** The last group of a window from `first` that a detector took, or -1. Longer windows are tried first. */
const takeFrom = (walk: NumberWalk, cluster: DigitCluster, first: number, anchored: boolean): number => {
  const { scan, numbers, window } = walk;
  const base = cluster.offsets[first] ?? 0;
  const list = anchored ? numbers.all : numbers.bare;
  const uniform = anchored ? Infinity : uniformEnd(scan.text, cluster, first);
  for (let last = lastGroup(cluster, first, anchored); last >= first; last -= 1) {
    const count = (cluster.offsets[last] ?? 0) + groupLength(cluster, last) - base;
    if (count > longestNumber) continue;
    if (count < shortestNumber) break;
    const asked = list[count];
    if (!asked || asked.length === 0 || (last > uniform && !mayMix(scan.text, cluster, first, count)))
      continue;
    window.move(first, last, anchored);
    for (const detector of asked) if (detector.find(scan, window)) return last;
  }
  return -1;
};

/** Offers every stretch of the cluster; a key word speaks for the first number and for those that follow a hit. */
export function offerNumbers(walk: NumberWalk, cluster: DigitCluster): void {
  walk.window.open(cluster);
  let anchored = true;
  let short = 0;
  for (let first = 0; first < cluster.starts.length; first += 1) {
    short = groupLength(cluster, first) <= 2 ? short + 1 : 0;
    // Inside a run of single digits nothing begins, nor deep inside a dump of pairs.
    if (!anchored && ((isSingle(cluster, first) && isSingle(cluster, first - 1)) || short > longestPairs))
      continue;
    const last = takeFrom(walk, cluster, first, anchored);
    anchored = last >= 0;
    if (last >= 0) first = last;
  }
}
