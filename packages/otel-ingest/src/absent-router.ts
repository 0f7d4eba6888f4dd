// What stands at the receiver's paths while the receiver is switched off: OTLP clients still get an answer they can read.
import express, { type Router } from 'express';
import { refusalAnswer } from './http/answer.ts';
import { codecOf } from './http/content-type.ts';
import { matchRoute } from './http/routes.ts';
import { sendAnswer } from './http/send-answer.ts';
import { IngestError } from './errors.ts';
import { resolveSettings } from './settings.ts';

/** Answers 404 with a google.rpc.Status on every ingest path; other paths go on. Throws IngestSettingsError. */
export function createAbsentIngestRouter(given: { readonly pathPrefix?: string } = {}): Router {
  const { pathPrefix } = resolveSettings(given);
  const refusal = new IngestError('not_found', 'telemetry is not taken here: the receiver is switched off');
  const router = express.Router();
  router.use(async (request, response, next) => {
    if (matchRoute(request.path, pathPrefix) === undefined) {
      next();
      return;
    }
    // Without a listener, a connection that breaks while the rest is read away would be an uncaught error.
    request.on('error', () => undefined);
    const codec = codecOf(request.headers['content-type']) ?? 'json';
    await sendAnswer(request, response, refusalAnswer(refusal, codec));
  });
  return router;
}
