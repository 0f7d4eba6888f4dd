// Dates behind a key word for birth, numeric or with the name of the month in English or Indonesian.
import type { LabelDetector, PrefixDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';
import { BIRTH, contextOf } from '../scan/context-words.ts';

const month = '(?:jan|feb|mar|apr|mei|may|jun|jul|agu|aug|ags|sep|okt|oct|nov|nop|des|dec)[a-z]{0,6}\\.?';
const date =
  '(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/. ]\\d{1,2}[-/. ]\\d{2,4}|' +
  `\\d{1,2}(?:st|nd|rd|th)?[ -]{0,2}${month}[ ,-]{0,2}\\d{2,4}|${month} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})`;

const spoken = new RegExp(
  `(?:dob|date[ _-]?of[ _-]?birth|birth[ _-]?(?:date|day)?|born|ttl|(?:tgl|tanggal|tempat)?[ ._-]{0,2}(?:tanggal|tgl)?[ ._/-]{0,2}lahir)(?!\\w)[^\\d\\n]{0,40}?(${date})(?!\\d)`,
  'iy',
);
const whole = new RegExp(`^\\s*${date}`, 'i');

export const dateOfBirth: PrefixDetector = {
  on: 'prefix',
  anyCase: true,
  prefixes: ['dob', 'date', 'birth', 'born', 'ttl', 'tgl', 'tanggal', 'tempat', 'lahir'],
  find(scan, start) {
    if (start < scan.memo('birth')) return;
    const found = matchAt(spoken, scan.text, start);
    const [all = '', value = ''] = found ?? [];
    if (!found) return;
    const end = start + all.length;
    scan.note('birth', end);
    scan.emit('DATE_OF_BIRTH', end - value.length, end);
  },
};

export const labelledBirth: LabelDetector = {
  on: 'label',
  find(scan) {
    if ((contextOf(scan.label) & BIRTH) === 0) return;
    const found = whole.exec(scan.text.slice(0, 40));
    if (found) scan.emit('DATE_OF_BIRTH', 0, found[0].length);
  },
};
