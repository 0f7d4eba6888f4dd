// Turns the words and patterns of a policy into detectors of the one scan.
import { provePattern } from './checks/linear-pattern.ts';
import type { Detector, PrefixDetector } from './detector.ts';
import type { CustomPattern, CustomWords, Policy } from './policy.ts';
import { isWordCode, matchEnd } from './scan/char-class.ts';

const wordDetectors = ({ entity, values }: CustomWords): PrefixDetector[] =>
  values.map((value) => ({
    on: 'prefix',
    anyCase: true,
    prefixes: [value.toLowerCase()],
    find(scan, start) {
      const end = start + value.length;
      if (!isWordCode(scan.text.charCodeAt(end))) scan.emit(entity, start, end);
    },
  }));

const patternDetector = ({ entity, pattern }: CustomPattern): PrefixDetector => {
  const sticky = new RegExp(pattern, 'y');
  return {
    on: 'prefix',
    prefixes: [provePattern(pattern).prefix],
    find(scan, start) {
      const end = matchEnd(sticky, scan.text, start);
      if (end > start) scan.emit(entity, start, end);
    },
  };
};

/** The detectors of a parsed policy. */
export function customDetectors(policy: Policy): Detector[] {
  return [...(policy.words ?? []).flatMap(wordDetectors), ...(policy.patterns ?? []).map(patternDetector)];
}
