// National codes of letters and digits: Singapore, Spain, Italy, India, United Kingdom, and passports behind a key word.
import { nifHolds, nricHolds } from '../checks/weighted.ts';
import type { MixedDetector, NumberDetector } from '../detector.ts';
import { NATIONAL, PASSPORT } from '../scan/context-words.ts';

interface Code {
  readonly entity: string;
  readonly pattern: RegExp;
  /** Without the check a key word must speak for it. */
  readonly holds?: (value: string) => boolean;
}

const codes: readonly Code[] = [
  { entity: 'SG_NRIC', pattern: /^[STFGM]\d{7}[A-Z]$/, holds: nricHolds },
  { entity: 'ES_NIF', pattern: /^(?:\d{8}|[XYZ]\d{7})[A-HJ-NP-TV-Z]$/, holds: nifHolds },
  { entity: 'IN_PAN', pattern: /^[A-Z]{3}[ABCFGHJKLPT][A-Z]\d{4}[A-Z]$/ },
  { entity: 'UK_NINO', pattern: /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/ },
  // Digits may be letters of the omocodia scheme.
  { entity: 'IT_FISCAL_CODE', pattern: /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/ },
]; // prettier-ignore

export const nationalCode: MixedDetector = {
  on: 'mixed',
  find(scan, { start, end, value }) {
    if (value.length < 9 || value.length > 16) return;
    const code = codes.find(({ pattern }) => pattern.test(value));
    if (code && ((code.holds?.(value) ?? true) || (scan.context(start) & NATIONAL) !== 0))
      scan.emit(code.entity, start, end);
  },
};

const passport = /^[A-Z]{1,2}\d{6,8}[A-Z]?$/;

export const passportCode: MixedDetector = {
  on: 'mixed',
  find(scan, { start, end, value }) {
    if (passport.test(value) && (scan.context(start) & PASSPORT) !== 0) scan.emit('PASSPORT', start, end);
  },
};

export const passportNumber: NumberDetector = {
  on: 'number',
  lengths: [8, 9],
  keyed: true,
  find(scan, window) {
    if ((window.context & PASSPORT) === 0 || window.touch() !== '' || window.separator() !== '') return false;
    scan.emit('PASSPORT', window.start, window.end);
    return true;
  },
};

const spacedNino = /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] $/;

/** `AB 12 34 56 C`: the letters stand around the digits. */
export const spacedNationalInsurance: NumberDetector = {
  on: 'number',
  lengths: [6],
  find(scan, window) {
    const { start, end } = window;
    if (window.shape() !== '2-2-2' || !/^ [A-D](?![A-Za-z0-9])/.test(scan.text.slice(end, end + 3)))
      return false;
    if (!spacedNino.test(scan.text.slice(start - 3, start))) return false;
    scan.emit('UK_NINO', start - 3, end + 2);
    return true;
  },
};

/** `12345678-Z`. */
export const hyphenNif: NumberDetector = {
  on: 'number',
  lengths: [8],
  find(scan, window) {
    const { digits, start, end } = window;
    const letter = /^-([A-Z])(?![A-Za-z0-9])/.exec(scan.text.slice(end, end + 3))?.[1];
    if (letter === undefined || window.shape() !== '8' || !nifHolds(digits + letter)) return false;
    scan.emit('ES_NIF', start, end + 2);
    return true;
  },
};
