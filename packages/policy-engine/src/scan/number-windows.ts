// Offers stretches of a digit cluster to the number detectors: whole groups only, never a part of a group.
import type { NumberDetector, Scan } from '../detector.ts';
import type { DigitCluster } from './digit-cluster.ts';
import { createWindow, groupLength, type MovingWindow } from './moving-window.ts';

export const shortestNumber = 6;
const longestNumber = 22;
/** Without a key word nobody writes a number in more groups than this, unless digit by digit. */
const mostGroups = 9;

export type NumbersByLength = readonly (readonly NumberDetector[])[];

interface Walk {
  readonly scan: Scan;
  readonly cluster: DigitCluster;
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

/** The last group of a window from `first` that a detector took, or -1. Longer windows are tried first. */
const takeFrom = (walk: Walk, first: number, anchored: boolean): number => {
  const { scan, cluster, numbers, window } = walk;
  const base = cluster.offsets[first] ?? 0;
  for (let last = lastGroup(cluster, first, anchored); last >= first; last -= 1) {
    const count = (cluster.offsets[last] ?? 0) + groupLength(cluster, last) - base;
    if (count > longestNumber) continue;
    if (count < shortestNumber) break;
    const asked = numbers[count];
    if (!asked || asked.length === 0) continue;
    window.move(first, last, anchored);
    for (const detector of asked) if (detector.find(scan, window)) return last;
  }
  return -1;
};

/** Offers every stretch of the cluster; a key word speaks for the first number and for those that follow a hit. */
export function offerNumbers(scan: Scan, cluster: DigitCluster, numbers: NumbersByLength): void {
  const walk = { scan, cluster, numbers, window: createWindow(scan, cluster) };
  let anchored = true;
  for (let first = 0; first < cluster.starts.length; first += 1) {
    // Inside a run of single digits nothing begins.
    if (!anchored && isSingle(cluster, first) && isSingle(cluster, first - 1)) continue;
    const last = takeFrom(walk, first, anchored);
    anchored = last >= 0;
    if (last >= 0) first = last;
  }
}
