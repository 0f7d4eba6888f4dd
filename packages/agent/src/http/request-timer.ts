// Measures every answer. The route label is a family, never a path: paths are the caller's to choose.
import type { RequestHandler } from 'express';
import type { AgentMetrics } from '../metrics.ts';

const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/\/v1\/(logs|metrics|traces)\/?$/, 'ingest'],
  [/^\/api\/v1\/decisions\/stream$/, 'stream'],
  [/^\/api\/v1\//, 'api'],
  [/^\/(healthz|readyz|metrics)$/, 'operations'],
];
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']);

export function createRequestTimer(metrics: Pick<AgentMetrics, 'httpSeconds'>): RequestHandler {
  return (request, response, next) => {
    const { path, method } = request;
    const stop = metrics.httpSeconds.startTimer();
    response.once('close', () => {
      const route = FAMILIES.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
      stop({ route, method: METHODS.has(method) ? method : 'other', status: statusOf(response) });
    });
    next();
  };
}

function statusOf(response: { readonly statusCode: number; readonly writableFinished: boolean }): string {
  return response.writableFinished ? String(response.statusCode) : 'aborted';
}
