// Payment cards: an issuer's prefix, a length that issuer uses, and the Luhn digit.
import { cardIssuerFits, cardIssuerIsDistinct } from '../checks/card.ts';
import { luhnHolds } from '../checks/luhn.ts';
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { CARD } from '../scan/context-words.ts';

/** Groups as printed on cards. */
const shapes = /^(?:1[2-9]|4-4-4-4(?:-[1-3])?|4-6-[45]|4-4-4-[1-3]|4-4-5|6-13|6-4-4-5|8-8|(?:1-){11,18}1)$/;

/** Numbers below each other are a column and those between commas a list, unless a key word joins them. */
const isLine = (window: NumberWindow): boolean => {
  const separator = window.separator();
  return (
    separator !== '*' &&
    !separator.includes('\n') &&
    (separator !== ',' || (window.alone() && window.shape().startsWith('4-4-4-')))
  );
};

const isBare = (window: NumberWindow): boolean =>
  cardIssuerIsDistinct(window.digits) &&
  luhnHolds(window.digits) &&
  shapes.test(window.shape()) &&
  window.touch() !== 'point' &&
  isLine(window);

/** After the key word a mistyped number counts when an issuer is known, and an unknown issuer when the check holds. */
const isNamed = ({ digits }: NumberWindow, known: boolean): boolean =>
  luhnHolds(digits) || (known && digits.length >= 13);

export const paymentCard: NumberDetector = {
  on: 'number',
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  find(scan, window) {
    const known = cardIssuerFits(window.digits);
    const named = (window.context & CARD) !== 0 && isNamed(window, known) && window.touch() !== 'point';
    if (!named && !(known && isBare(window))) return false;
    scan.emit('PAYMENT_CARD', window.start, window.end);
    return true;
  },
};
