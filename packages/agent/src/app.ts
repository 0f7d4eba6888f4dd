// The express app: what is mounted where, in which order.
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { NOT_FOUND, sendProblem } from './http/problem.ts';
import { securityHeaders } from './http/security-headers.ts';

export interface AppParts {
  /** One proxy stands in front, and what it says of scheme and address is true. */
  readonly trustProxy: boolean;
  readonly requestTimer: RequestHandler;
  readonly operations: Router;
  readonly openApi: Router;
  /** The OTLP plugin, or, where OTEL_INGEST_ENABLED is false, what answers 404 in its place. */
  readonly ingest: RequestHandler;
  readonly api: Router;
  /** The page for people; undefined where it is switched off or not built. */
  readonly portal: Router | undefined;
  /** Looks at what no route took, before it is answered 404. */
  readonly strays: RequestHandler;
  readonly errorHandler: ErrorRequestHandler;
}

export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  // 1: the nearest hop alone. Whatever is further left in X-Forwarded-For, the caller may have written.
  if (parts.trustProxy) app.set('trust proxy', 1);
  app.use(securityHeaders, parts.requestTimer);
  app.use(parts.ingest);
  app.use(parts.operations);
  app.use(parts.openApi);
  app.use('/api/v1', parts.api);
  if (parts.portal !== undefined) app.use(parts.portal);
  app.use(parts.strays);
  app.use((_request, response) => sendProblem(response, NOT_FOUND));
  app.use(parts.errorHandler);
  return app;
}
