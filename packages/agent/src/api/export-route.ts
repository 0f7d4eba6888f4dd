// Export over HTTP: a file for auditors, a stream for programs. What goes wrong before the first byte is a problem.
import { Router, type Request, type Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXPORT_PARAMETERS, exportRequest, type ExportRequest } from '../export/export-request.ts';
import { EXPORT_TYPES, exportStream, type ExportDeps } from '../export/export-stream.ts';
import { badRequest } from '../http/problem.ts';
import { forReachResponse } from './reader.ts';
import { requestQuery } from './request-query.ts';

export function createExportRoute(deps: ExportDeps): Router {
  const router = Router();
  router.get(
    '/audit/export',
    forReachResponse(async (reach, request, response) => {
      const asked = requestOf(request);
      const stream = await exportStream(deps, reach, asked);
      const { type, extension } = EXPORT_TYPES[asked.format];
      const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
      // The tenant's name stays out of the header: it may be any text.
      response.set({
        'Content-Type': type,
        'Content-Disposition': `attachment; filename="audit-${day}.${extension}"`,
      });
      await send(stream, response);
    }),
  );
  return router;
}

function requestOf(request: Request): ExportRequest {
  const { query, extras } = requestQuery(request, EXPORT_PARAMETERS);
  const { cursor, limit, ...filters } = query;
  if (cursor !== undefined || limit !== undefined) throw badRequest('limit and cursor do not apply here');
  const parsed = exportRequest(filters, extras);
  if ('problem' in parsed) throw badRequest(parsed.problem);
  return parsed.request;
}

/** Waits for slow readers. A failure cuts the connection: a whole answer is never faked. */
async function send(stream: Readable, response: Response): Promise<void> {
  try {
    await pipeline(stream, response);
  } catch (error) {
    const isReaderGone = response.destroyed && !stream.errored;
    if (!isReaderGone) throw error;
  }
}
