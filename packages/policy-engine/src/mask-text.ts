// Masks one text: normalise, scan, rescan what is encoded, resolve, replace.
import type { Budget } from './budget.ts';
import type { Detector, Finding, Recognizer } from './detector.ts';
import { PolicyError } from './errors.ts';
import { createFold } from './normalise/fold.ts';
import { createView, originalEnd, originalStart, type View } from './normalise/view.ts';
import { resolveOverlaps, type Rank } from './overlap.ts';
import { replaceFindings } from './replace.ts';
import { createFind } from './scan/find.ts';
import { createRescan } from './scan/rescan.ts';

export interface MaskTextDeps {
  readonly detectors: readonly Detector[];
  readonly recognizers: readonly Recognizer[];
  readonly rank: Rank;
  /** Entities whose findings are dropped. */
  readonly disabled: ReadonlySet<string>;
}

/** Counts what is replaced. */
type Count = (entity: string) => void;

/** Masks `text`, which stands under the JSON key `label` (or `''`). */
export type MaskText = (text: string, label: string, budget: Budget, count: Count) => string;

const shortest = 4;
const mostRounds = 5;

const validated = (finding: Finding, text: string): Finding => {
  const { start, end } = finding;
  if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length) {
    return finding;
  }
  throw new PolicyError('detector_failed', 'A recogniser reported a stretch outside the text.');
};

const createRecognize =
  (recognizers: readonly Recognizer[]) =>
  (text: string, label: string): Finding[] =>
    recognizers.flatMap((recognizer) =>
      Array.from(recognizer.recognize(text, label), (finding) => validated(finding, text)),
    );

/** From the offsets of the copy to those of the original. */
const placeFinding = (view: View, { entity, start, end }: Finding): Finding => ({
  entity,
  start: originalStart(view, start),
  end: originalEnd(view, end),
});

/** Whatever a detector throws becomes a PolicyError without the text; its own errors pass. */
const guarded = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    // No `cause`: a detector's error may quote what it was reading.
    throw new PolicyError('detector_failed', 'A detector failed; the text is withheld.');
  }
};

/** Builds the function behind every masked string. */
export function createMaskText(deps: MaskTextDeps): MaskText {
  const fold = createFold();
  const find = createFind(deps.detectors);
  const rescan = createRescan(find, fold);
  const recognize = createRecognize(deps.recognizers);
  const findAll = (text: string, label: string, budget: Budget): Finding[] => {
    const view = createView(text, fold);
    const { findings, runs } = find(view.text, label, budget);
    if (runs.length > 0) findings.push(...rescan(view.text, runs, label, budget));
    const placed =
      view.shifts.length === 0 ? findings : findings.map((finding) => placeFinding(view, finding));
    return deps.recognizers.length === 0 ? placed : [...placed, ...recognize(text, label)];
  };
  const pass = (text: string, label: string, budget: Budget, count: Count): string => {
    const found = guarded(() => findAll(text, label, budget));
    const kept = found.filter(({ entity }) => !deps.disabled.has(entity));
    if (kept.length === 0) return text;
    const findings = resolveOverlaps(kept, deps.rank);
    for (const { entity } of findings) count(entity);
    return replaceFindings(text, findings);
  };
  return (text, label, budget, count) => {
    if (text.length < shortest) return text;
    let masked = text;
    // A mask is a boundary that was not there before: what it uncovers is masked as well, until nothing is left.
    for (let round = 0; round < mostRounds; round += 1) {
      const next = pass(masked, label, budget, count);
      if (next === masked) break;
      masked = next;
    }
    return masked;
  };
}
