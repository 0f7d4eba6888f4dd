// Decodes one level of base64 or hexadecimal and scans what comes out: a hit masks the whole encoded run.
import type { Budget } from '../budget.ts';
import type { Finding } from '../detector.ts';
import type { Fold } from '../normalise/fold.ts';
import { createView } from '../normalise/view.ts';
import { decodeRun } from './decode-run.ts';
import type { Find, Run } from './find.ts';

export type Rescan = (text: string, runs: readonly Run[], label: string, budget: Budget) => Finding[];

const padding = (text: string, end: number): number => {
  let i = end;
  while (i - end < 2 && text.charCodeAt(i) === 61) i += 1;
  return i;
};

/** Findings in encoded runs, as offsets of `text`. */
export function createRescan(find: Find, fold: Fold): Rescan {
  return (text, runs, label, budget) => {
    const findings: Finding[] = [];
    for (const [start, end] of runs) {
      budget.tick();
      const decoded = decodeRun(text.slice(start, end));
      if (decoded === undefined) continue;
      const [inner] = find(createView(decoded, fold).text, label, budget).findings;
      if (inner) findings.push({ entity: inner.entity, start, end: padding(text, end) });
    }
    return findings;
  };
}
