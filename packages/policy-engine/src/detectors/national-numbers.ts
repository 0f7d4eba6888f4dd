// National numbers made of digits alone: India, United Kingdom, Australia, Canada, Poland, Korea, and tax numbers.
import { isShortDate } from '../checks/calendar.ts';
import { luhnHolds } from '../checks/luhn.ts';
import { verhoeffHolds } from '../checks/verhoeff.ts';
import { abnHolds, nhsHolds, peselHolds, tfnHolds } from '../checks/weighted.ts';
import type { NumberDetector } from '../detector.ts';
import { AADHAAR, ABN, NATIONAL, NHS, PESEL, RRN, TAX, TFN } from '../scan/context-words.ts';

interface Rule {
  readonly entity: string;
  readonly length: number;
  /** Key words after which any such number counts, or one that holds. */
  readonly words: number;
  readonly holds: (digits: string) => boolean;
  /** How it is written when no key word speaks for it; undefined: never believed bare. */
  readonly shape?: RegExp;
  readonly separators?: RegExp;
  /** Key words are only believed when the check holds: they stand before other numbers too. */
  readonly strict?: boolean;
}

const rules: readonly Rule[] = [
  {
    entity: 'IN_AADHAAR',
    length: 12,
    words: AADHAAR,
    holds: (digits) => /^[2-9]/.test(digits) && verhoeffHolds(digits),
    shape: /^4-4-4$/,
    separators: /^[ :-]$/,
  },
  { entity: 'UK_NHS', length: 10, words: NHS, holds: nhsHolds },
  { entity: 'AU_TFN', length: 9, words: TFN, holds: tfnHolds },
  { entity: 'AU_ABN', length: 11, words: ABN, holds: abnHolds, shape: /^2-3-3-3$/, separators: /^[ -]$/ },
  {
    entity: 'CA_SIN',
    length: 9,
    words: NATIONAL,
    holds: (digits) => /^[1-79]/.test(digits) && luhnHolds(digits),
    shape: /^3-3-3$/,
    separators: /^-$/,
    strict: true,
  },
  { entity: 'PL_PESEL', length: 11, words: PESEL, holds: peselHolds },
  {
    entity: 'KR_RRN',
    length: 13,
    words: RRN,
    holds: (digits) =>
      isShortDate(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4, 6))) &&
      /^[1-8]$/.test(digits.charAt(6)),
    shape: /^6-7$/,
    separators: /^-$/,
    strict: true,
  },
  { entity: 'TAX_ID', length: 11, words: TAX, holds: () => true },
];

const detectorOf = (rule: Rule): NumberDetector => ({
  on: 'number',
  lengths: [rule.length],
  keyed: rule.shape === undefined,
  find(scan, window) {
    const named = (window.context & rule.words) !== 0 && (rule.strict !== true || rule.holds(window.digits));
    const written = (): boolean =>
      window.alone() &&
      !/[A-Za-z]\d+ ?$/.test(scan.text.slice(Math.max(0, window.start - 8), window.start)) &&
      rule.shape?.test(window.shape()) === true &&
      rule.separators?.test(window.separator()) === true;
    if ((!named && !(rule.holds(window.digits) && written())) || window.touch() !== '') return false;
    scan.emit(rule.entity, window.start, window.end);
    return true;
  },
});

export const nationalNumbers = rules.map(detectorOf);
