// Faults of connections, paths and waiting.
import type { RequestHandler } from 'express';
import { changes, refusal, withHeaders } from './change-exchange.ts';
import { onRefusal, type Fault } from './fault.ts';

export const OTHER_FAULTS: readonly Fault[] = [
  {
    name: 'no connection is kept',
    fault: changes((given) => withHeaders(given, { connection: 'close' })),
    noticed: [651, 652],
    skipped: [654],
  },
  {
    name: 'no connection is kept after a refusal',
    fault: onRefusal((given) => withHeaders(given, { connection: 'close' })),
    noticed: [652],
    skipped: [654],
  },
  { name: 'Retry-After that nobody can read', fault: throttleOnce('soon'), noticed: [904] },
  { name: 'throttling without Retry-After', fault: throttleOnce(undefined), noticed: [905] },
  {
    name: 'a slash too many',
    fault: (request, response, next) => {
      if (request.path === '/v1/logs/') response.status(404).end();
      else next();
    },
    noticed: [556],
  },
  {
    name: 'any path is taken',
    fault: (request, response, next) => {
      if (request.path === '/v1/otlp-conformance') response.status(200).end();
      else next();
    },
    noticed: [555],
  },
];

/** The first request with a header of its own is told to wait. */
function throttleOnce(after: string | undefined): RequestHandler {
  let waiting = true;
  return changes((given, sent) => {
    if (!waiting || sent.request.headers['x-otlp-conformance'] !== '1') return given;
    waiting = false;
    return withHeaders(refusal(given, 503, sent), { 'retry-after': after });
  });
}
