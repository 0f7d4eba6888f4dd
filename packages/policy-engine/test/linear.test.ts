// Cost grows with the length of the text and not faster, whatever is repeated: counted in steps, never in seconds.
import { describe, expect, test } from '@jest/globals';
import { createBudget } from '../src/budget.ts';
import { createMaskText } from '../src/mask-text.ts';
import { detectors, rankOf } from '../src/registry.ts';
import { defaultSettings } from '../src/index.ts';
import type { Detector, MixedToken, NumberWindow, Scan } from '../src/detector.ts';

/** Counts how often a detector is asked. */
const counted = (detector: Detector, count: () => void): Detector => {
  const before =
    <Given extends unknown[], Answer>(find: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      count();
      return find(...given);
    };
  switch (detector.on) {
    case 'number':
      return { ...detector, find: before((scan: Scan, window: NumberWindow) => detector.find(scan, window)) };
    case 'mixed':
      return {
        ...detector,
        find: before((scan: Scan, token: MixedToken) => {
          detector.find(scan, token);
        }),
      };
    case 'label':
      return {
        ...detector,
        find: before((scan: Scan) => {
          detector.find(scan);
        }),
      };
    case 'prefix':
    case 'char':
      return {
        ...detector,
        find: before((scan: Scan, at: number) => {
          detector.find(scan, at);
        }),
      };
  }
};

const steps = { n: 0 };
const asked = detectors.map((detector) =>
  counted(detector, () => {
    steps.n += 1;
  }),
);
const maskText = createMaskText({
  detectors: asked,
  recognizers: [],
  rank: rankOf,
  disabled: new Set(),
});
const cost = (unit: string, length: number): number => {
  steps.n = 0;
  const budget = createBudget(defaultSettings, () => 0);
  maskText(unit.repeat(Math.ceil(length / unit.length)).slice(0, length), '', budget, () => undefined);
  return steps.n;
};

const units = [
  '1 ', '1', '4 1 ', '41 ', '411 ', '4111 ', '08 ', '62-', '1.', '1,', '1:', '+6 ', '(0) ', '8.8.8.8', '12:34:56 ', '555-', 'a@', 'a@b.', '@',
  '://', 'a://b:c@', 'a:b@tcp(', '=', '= ', 'key=', 'password=', 'password="', '?sig=', 'token: your_key\n', 'token ', 'secret(', '<password>',
  'eyJ', 'eyJ-', 'eyJhbGciOi.', 'sk-proj-', 'fm2_', 'GB29 ', 'xoxb-1-', '/home/', 'C:\\Users\\', '-----BEGIN PRIVATE KEY-----\n', 'curl -u ',
  'mysql -p', 'docker login -p ', 'Bearer ', '\\', '\\u', '%', '%4', '&', '&#4', '\u200b', '\uff11', 'a\u0301', 'QUJDREVGR0hJSktM', 'aA1+/',
  '[EMAIL] ', '[at] ', 'dob: ', 'nopol ', '2001:', '::', 'aa:bb:', 'a1', '0x52908400098527886E0F7030069857D2E4169EE7 ', '"name":"password","value":"x"',
]; // prettier-ignore

describe('asking detectors', () => {
  test.each(units.map((unit) => ({ unit })))('grows in step with $unit', ({ unit }) => {
    const short = cost(unit, 8_192);
    const long = cost(unit, 65_536);
    // Eight times the text may cost eight times the questions, and a tenth more for the ends.
    expect(long).toBeLessThanOrEqual(short * 8.8 + 64);
  });
});
