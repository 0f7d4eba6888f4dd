// Real requests as seeds: one of each capture and signal, in the plain.
import { gunzipSync } from 'node:zlib';
import { captureRequests, captures } from '@governance-agent/testkit';

/** Large bodies make slow executions and find nothing that their records do not. */
const MAX_BYTES = 16 * 1024;

export function capturedBodies(signal: 'logs' | 'metrics', codec: 'protobuf' | 'json'): Buffer[] {
  return captures()
    .flatMap(captureRequests)
    .filter((request) => request.signal === signal)
    .filter(({ headers }) => (headers['content-type'] === 'application/json') === (codec === 'json'))
    .map(({ headers, body }) => (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body))
    .filter(({ length }) => length <= MAX_BYTES)
    .filter((_body, index) => index % 4 === 0)
    .slice(0, 24);
}
