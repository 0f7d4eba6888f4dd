// E-mail addresses with the signs spelled out: `name [at] example (dot) org`.
import type { CharDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';

const spelled =
  /[[({]\s?at\s?[\])}]\s?[a-z0-9-]{1,63}(?:\s?(?:\.|[[({]\s?(?:dot|titik)\s?[\])}])\s?[a-z0-9-]{1,63}){1,5}/iy;

export const spelledEmail: CharDetector = {
  on: 'char',
  chars: '[({',
  find(scan, at) {
    const found = matchAt(spelled, scan.text, at);
    if (!found) return;
    let end = at;
    if (scan.text[end - 1] === ' ') end -= 1;
    let start = end;
    while (start > 0 && end - start < 64 && /[A-Za-z0-9._+-]/.test(scan.text.charAt(start - 1))) start -= 1;
    if (start < end) scan.emit('EMAIL', start, at + found[0].length);
  },
};
