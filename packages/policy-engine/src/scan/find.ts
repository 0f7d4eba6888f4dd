// The one scan over a text: finds candidates by character class and asks only the detectors that they concern.
import type { CharDetector, Detector, Finding, LabelDetector, MixedDetector, Scan } from '../detector.ts';
import type { Budget } from '../budget.ts';
import { charClass, DIGIT, isCoded, matchEnd } from './char-class.ts';
import { contextBefore, contextOf } from './context-words.ts';
import { readCluster } from './digit-cluster.ts';
import { createWindow } from './moving-window.ts';
import {
  compileNumbers,
  offerNumbers,
  shortestNumber,
  type NumbersByLength,
  type NumberWalk,
} from './number-windows.ts';
import { compilePrefixes, type PrefixIndex } from './prefix-index.ts';

/** A long run of characters that may encode a text. */
export type Run = readonly [start: number, end: number];

/** What a text holds, as offsets in the normalised copy and in no order. */
interface Found {
  readonly findings: Finding[];
  readonly runs: readonly Run[];
}

export type Find = (text: string, label: string, budget: Budget) => Found;

/** Shorter runs hide nothing that a detector knows. */
const shortestRun = 16;

interface Plan {
  readonly chars: readonly (readonly CharDetector[] | undefined)[];
  readonly prefixes: PrefixIndex;
  readonly numbers: NumbersByLength;
  readonly mixed: readonly MixedDetector[];
  readonly labels: readonly LabelDetector[];
}

const compile = (detectors: readonly Detector[]): Plan => {
  const chars = detectors.filter((detector) => detector.on === 'char');
  const byChar = (code: number): CharDetector[] | undefined => {
    const asked = chars.filter((detector) => detector.chars.includes(String.fromCharCode(code)));
    return asked.length > 0 ? asked : undefined;
  };
  return {
    chars: Array.from({ length: 128 }, (_, code) => byChar(code)),
    prefixes: compilePrefixes(detectors.filter((detector) => detector.on === 'prefix')),
    numbers: compileNumbers(detectors.filter((detector) => detector.on === 'number')),
    mixed: detectors.filter((detector) => detector.on === 'mixed'),
    labels: detectors.filter((detector) => detector.on === 'label'),
  };
};

const createScan = (text: string, label: string, findings: Finding[]): Scan => {
  const labelBits = label === '' ? 0 : contextOf(label);
  const notes = new Map<string, number>();
  return {
    text,
    label,
    emit: (entity, start, end) => findings.push({ entity, start, end }),
    context: (at) => contextBefore(text, at) | (at < 24 ? labelBits : 0),
    spend: (name, most) => {
      const used = (notes.get(name) ?? 0) + 1;
      notes.set(name, used);
      return used <= most;
    },
    memo: (name) => notes.get(name) ?? 0,
    note: (name, value) => notes.set(name, value),
  };
};

/** Where the run of letters and digits from `start` ends, and which classes it holds. */
const readWord = (text: string, start: number): { end: number; classes: number } => {
  let end = start;
  let classes = 0;
  for (; end < text.length; end += 1) {
    const kind = charClass(text.charCodeAt(end));
    if (kind === 0) break;
    classes |= kind;
  }
  return { end, classes };
};

/** Asks the number detectors about the digits of a word, unless an earlier cluster covered them. */
const offerDigits = (numbers: NumberWalk, at: number): number => {
  const cluster = readCluster(numbers.scan.text, at, shortestNumber);
  if (typeof cluster === 'number') return cluster;
  offerNumbers(numbers, cluster);
  return cluster.end;
};

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/iy;
const surrounded = /^[A-Za-z]*(\d{8,})[A-Za-z]*$/;
const begun = /^[A-Za-z]{1,16}(\d{1,6})$/;

/**
 * Letters around one long run of digits (`x2720…x`, `nokk3201…`) leave the run a candidate, and so do letters before
 * the first group of a longer number (`npwp01.234…`).
 */
const digitsWithin = (text: string, value: string, end: number): number => {
  const found =
    surrounded.exec(value) ?? (/^[.-]\d/.test(text.slice(end, end + 2)) ? begun.exec(value) : null);
  return found?.[1] === undefined ? -1 : value.indexOf(found[1]);
};

const createWalker = (plan: Plan, scan: Scan, budget: Budget) => {
  const numbers = { scan, numbers: plan.numbers, window: createWindow(scan) };
  let clusterEnd = 0;
  /** Digits before this offset belong to a UUID and are no number. */
  let uuidEnd = 0;
  const word = (start: number): number => {
    const { end, classes } = readWord(scan.text, start);
    plan.prefixes.ask(scan, start);
    if ((classes & DIGIT) === 0) return end;
    budget.tick();
    if (end - start === 8) uuidEnd = Math.max(uuidEnd, matchEnd(uuid, scan.text, start));
    if (start < uuidEnd) return end;
    if (classes === DIGIT) {
      if (start >= clusterEnd) clusterEnd = offerDigits(numbers, start);
      return end;
    }
    if (end - start > 512) return end;
    const value = scan.text.slice(start, end);
    for (const detector of plan.mixed) detector.find(scan, { start, end, value });
    const inner = digitsWithin(scan.text, value, end);
    if (inner >= 0) clusterEnd = offerDigits(numbers, start + inner);
    return end;
  };
  const mark = (at: number, code: number): void => {
    const asked = plan.chars[code];
    if (!asked) return;
    budget.tick();
    for (const detector of asked) detector.find(scan, at);
  };
  return { word, mark };
};

type Walker = ReturnType<typeof createWalker>;

const space = 32;

/** One pass over the text; the runs of base64 characters on the way. */
const walk = (text: string, walker: Walker): Run[] => {
  const runs: Run[] = [];
  let runStart = 0;
  let i = 0;
  const close = (): void => {
    if (i - runStart >= shortestRun) runs.push([runStart, i]);
    runStart = i + 1;
  };
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (charClass(code) !== 0) {
      i = walker.word(i);
      continue;
    }
    if (!isCoded(code)) close();
    if (code !== space && code < 128) walker.mark(i, code);
    i += 1;
  }
  close();
  return runs;
};

/** Builds the scan for a set of detectors. */
export function createFind(detectors: readonly Detector[]): Find {
  const plan = compile(detectors);
  return (text, label, budget) => {
    const findings: Finding[] = [];
    const scan = createScan(text, label, findings);
    if (label !== '') for (const detector of plan.labels) detector.find(scan);
    return { findings, runs: walk(text, createWalker(plan, scan, budget)) };
  };
}
