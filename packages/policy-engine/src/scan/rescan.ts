// Decodes one level of base64 or hexadecimal and scans what comes out: a hit masks the whole encoded run.
import type { Budget } from '../budget.ts';
import type { Finding } from '../detector.ts';
import { createView } from '../normalise/view.ts';
import type { Fold } from '../normalise/fold.ts';
import type { Find } from './find.ts';
import { decodeRun } from './decode-run.ts';

const candidate = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
/** Long words and paths without digits or mixed case hide nothing. */
const worthDecoding = /\d|[a-z][A-Z]|[A-Z]{2}[a-z]/;

export type Rescan = (text: string, label: string, budget: Budget) => Finding[];

/** Findings in encoded runs, as offsets of `text`. */
export function createRescan(find: Find, fold: Fold): Rescan {
  return (text, label, budget) => {
    const findings: Finding[] = [];
    for (const found of text.matchAll(candidate)) {
      budget.tick();
      const [run] = found;
      const decoded = worthDecoding.test(run) ? decodeRun(run) : undefined;
      if (decoded === undefined) continue;
      const inner = find(createView(decoded, fold).text, label, budget)[0];
      if (inner) findings.push({ entity: inner.entity, start: found.index, end: found.index + run.length });
    }
    return findings;
  };
}
