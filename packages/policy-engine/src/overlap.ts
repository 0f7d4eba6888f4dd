// Joins findings that overlap: the union is masked, under the name of the longer, then the more specific one.
import type { Finding } from './detector.ts';

/** How specific an entity is; higher wins between equally long findings. */
export type Rank = (entity: string) => number;

const wins = (a: Finding, b: Finding, rank: Rank): boolean => {
  const longer = a.end - a.start - (b.end - b.start);
  return longer === 0 ? rank(a.entity) > rank(b.entity) : longer > 0;
};

/** Findings in order of place, none overlapping. Nothing that one of them covered is left uncovered. */
export function resolveOverlaps(findings: readonly Finding[], rank: Rank): Finding[] {
  const ordered = [...findings].sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: Finding[] = [];
  let best: Finding | undefined;
  let end = 0;
  let start = 0;
  const flush = (): void => {
    if (best) merged.push({ entity: best.entity, start, end });
  };
  for (const finding of ordered) {
    if (best && finding.start < end) {
      end = Math.max(end, finding.end);
      if (wins(finding, best, rank)) best = finding;
      continue;
    }
    flush();
    best = finding;
    ({ start, end } = finding);
  }
  flush();
  return merged;
}
