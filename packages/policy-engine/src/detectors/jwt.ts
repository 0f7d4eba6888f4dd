// JSON Web Tokens, our own licences among them: two or three base64url parts, the first an object; also wrapped once more.
import type { PrefixDetector } from '../detector.ts';
import { matchEnd } from '../scan/char-class.ts';

const head = /(?:eyJ|ew[ko0])[A-Za-z0-9_=-]{8,4000}/y;
const tail = /\.[A-Za-z0-9_=+/-]{4,16000}(?:\.[A-Za-z0-9_=+/-]{0,4000})?/y;
const grafana = /eyJrIjoi[A-Za-z0-9+/=]{50,400}/y;
/** base64 of `eyJ`. */
const wrapped = /ZXlK[A-Za-z0-9+/=_-]{40,16000}/y;
/** base64 of `-----BEGIN`. */
const pem = /LS0tLS1CRUdJTi[A-Za-z0-9+/=_-]{20,16000}/y;

export const jwt: PrefixDetector = {
  on: 'prefix',
  prefixes: ['eyJ', 'ewo', 'ew0', 'ewk'],
  find(scan, start) {
    if (start < scan.memo('jwt')) return;
    const dot = matchEnd(head, scan.text, start);
    if (dot < 0) return;
    // Without its dot the run holds no token at any later place either.
    scan.note('jwt', dot);
    const end = matchEnd(tail, scan.text, dot);
    if (end < 0) return;
    scan.note('jwt', end);
    scan.emit('JWT', start, end);
  },
};

const detectorOf = (entity: string, prefix: string, pattern: RegExp): PrefixDetector => ({
  on: 'prefix',
  prefixes: [prefix],
  find(scan, start) {
    if (start < scan.memo(prefix)) return;
    const end = matchEnd(pattern, scan.text, start);
    if (end < 0) return;
    scan.note(prefix, end);
    scan.emit(entity, start, end);
  },
});

export const wrappedJwt = detectorOf('JWT', 'ZXlK', wrapped);
export const wrappedPem = detectorOf('PRIVATE_KEY', 'LS0tLS1CRUdJTi', pem);
export const grafanaKey = detectorOf('GRAFANA_TOKEN', 'eyJrIjoi', grafana);
