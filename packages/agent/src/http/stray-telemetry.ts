// Telemetry that came to a path where nobody waits for it: clients drop it silently, so it is counted.
import type { RequestHandler } from 'express';

const OTLP_TYPE = /^application\/(x-protobuf|json)\b/i;

/** Tells of a POST that looks like OTLP and belongs to no route. */
export function createStrayCounter(stray: (userAgent: string | undefined) => void): RequestHandler {
  return (request, _response, next) => {
    const otlp = request.method === 'POST' && OTLP_TYPE.test(request.get('content-type') ?? '');
    if (otlp && !request.path.startsWith('/api/')) stray(request.get('user-agent'));
    next();
  };
}
