// Numbers without a structure of their own: only a key word before them tells what they are.
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { BANK, BPJS, NIP, SIM } from '../scan/context-words.ts';

const byKeyword = (entity: string, bits: number, lengths: readonly number[]): NumberDetector => ({
  on: 'number',
  lengths,
  keyed: true,
  find(scan, { separator, start, end, context, touch }) {
    if ((context & bits) === 0 || touch() !== '' || separator().includes(':')) return false;
    scan.emit(entity, start, end);
    return true;
  },
});

/** BPJS: 13 digits for health, 11 for employment. */
export const bpjs = byKeyword('BPJS', BPJS, [11, 13]);
export const sim = byKeyword('SIM', SIM, [12, 13, 14]);
/** BCA, BNI and BSI write 10 digits, Mandiri 13, BRI 15; virtual accounts are longer. */
export const bankAccount = byKeyword('BANK_ACCOUNT', BANK, [10, 11, 12, 13, 14, 15, 16]);

/** NIP: date of birth, month of appointment (21 for contract staff), sex, serial. */
const structure =
  /^(?:19[4-9]\d|200\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19[6-9]\d|20[0-4]\d)(?:0[1-9]|1[0-2]|21)[12]\d{3}$/;

const isBare = ({ digits, shape }: NumberWindow): boolean =>
  structure.test(digits) && (shape() === '18' || shape() === '8-6-1-3');

export const nip: NumberDetector = {
  on: 'number',
  lengths: [18],
  find(scan, window) {
    if (((window.context & NIP) === 0 && !isBare(window)) || window.touch() !== '') return false;
    scan.emit('NIP', window.start, window.end);
    return true;
  },
};
