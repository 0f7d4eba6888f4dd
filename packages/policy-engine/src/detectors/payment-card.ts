// Payment cards: an issuer's prefix, a length that issuer uses, and the Luhn digit.
import { cardIssuerFits, cardIssuerIsDistinct } from '../checks/card.ts';
import { luhnHolds } from '../checks/luhn.ts';
import type { NumberDetector, NumberWindow } from '../detector.ts';
import { CARD } from '../scan/context-words.ts';

/** Groups as printed on cards. */
const shapes = /^(?:1[2-9]|4-4-4-4(?:-[1-3])?|4-6-[45]|4-4-4-[1-3]|4-4-5|6-13|6-4-4-5|8-8|(?:1-){11,18}1)$/;

const isBare = ({ digits, shape, separator, touch }: NumberWindow): boolean =>
  touch !== 'point' && separator !== '*' && shapes.test(shape) && cardIssuerIsDistinct(digits);

export const paymentCard: NumberDetector = {
  on: 'number',
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  find(scan, window) {
    const { digits, start, end, context } = window;
    const named = (context & CARD) !== 0 && window.touch !== 'point';
    if (!cardIssuerFits(digits)) return false;
    // After the key word a mistyped number is masked too, as long as it is not a short one.
    if (named ? digits.length < 13 && !luhnHolds(digits) : !(isBare(window) && luhnHolds(digits)))
      return false;
    scan.emit('PAYMENT_CARD', start, end);
    return true;
  },
};
