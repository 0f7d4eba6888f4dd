// The one scan over a text: finds candidates by character class and asks only the detectors that they concern.
import type { CharDetector, Detector, Finding, LabelDetector, MixedDetector, Scan } from '../detector.ts';
import type { Budget } from '../budget.ts';
import { charClass, DIGIT, WORD } from './char-class.ts';
import { contextBefore, contextOf } from './context-words.ts';
import { readCluster } from './digit-cluster.ts';
import { offerNumbers, shortestNumber, type NumbersByLength } from './number-windows.ts';
import { compilePrefixes, type PrefixIndex } from './prefix-index.ts';

/** Findings in the normalised copy, in no order. */
export type Find = (text: string, label: string, budget: Budget) => Finding[];

interface Plan {
  readonly chars: readonly (readonly CharDetector[] | undefined)[];
  readonly prefixes: PrefixIndex;
  readonly numbers: NumbersByLength;
  readonly mixed: readonly MixedDetector[];
  readonly labels: readonly LabelDetector[];
}

const compile = (detectors: readonly Detector[]): Plan => {
  const numbers = detectors.filter((detector) => detector.on === 'number');
  const chars = detectors.filter((detector) => detector.on === 'char');
  const byChar = (code: number): CharDetector[] | undefined => {
    const asked = chars.filter((detector) => detector.chars.includes(String.fromCharCode(code)));
    return asked.length > 0 ? asked : undefined;
  };
  return {
    chars: Array.from({ length: 128 }, (_, code) => byChar(code)),
    prefixes: compilePrefixes(detectors.filter((detector) => detector.on === 'prefix')),
    numbers: Array.from({ length: 32 }, (_, n) => numbers.filter(({ lengths }) => lengths.includes(n))),
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
const offerDigits = (plan: Plan, scan: Scan, at: number): number => {
  const cluster = readCluster(scan.text, at);
  if (cluster.digits.length >= shortestNumber) offerNumbers(scan, cluster, plan.numbers);
  return cluster.end;
};

const trailing = /^[A-Za-z]*(\d{8,})[A-Za-z]*$/;

/** Letters around one long run of digits (`x2720…x`, `nokk3201…`) leave the run a candidate. */
const digitsWithin = (value: string): number => {
  const found = trailing.exec(value);
  return found?.[1] === undefined ? -1 : value.indexOf(found[1]);
};

const createWalker = (plan: Plan, scan: Scan, budget: Budget) => {
  let clusterEnd = 0;
  const word = (start: number): number => {
    const { end, classes } = readWord(scan.text, start);
    plan.prefixes.ask(scan, start);
    if ((classes & DIGIT) === 0) return end;
    budget.tick();
    if (classes === DIGIT) {
      if (start >= clusterEnd) clusterEnd = offerDigits(plan, scan, start);
      return end;
    }
    if (end - start > 512) return end;
    const value = scan.text.slice(start, end);
    for (const detector of plan.mixed) detector.find(scan, { start, end, value });
    const inner = digitsWithin(value);
    if (inner >= 0) clusterEnd = offerDigits(plan, scan, start + inner);
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

/** Builds the scan for a set of detectors. */
export function createFind(detectors: readonly Detector[]): Find {
  const plan = compile(detectors);
  return (text, label, budget) => {
    const findings: Finding[] = [];
    const scan = createScan(text, label, findings);
    if (label !== '') for (const detector of plan.labels) detector.find(scan);
    const walker = createWalker(plan, scan, budget);
    for (let i = 0; i < text.length;) {
      const code = text.charCodeAt(i);
      if ((charClass(code) & WORD) !== 0) i = walker.word(i);
      else {
        if (code < 128) walker.mark(i, code);
        i += 1;
      }
    }
    return findings;
  };
}
