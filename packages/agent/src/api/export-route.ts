// Export over HTTP: a file for auditors, a stream for programs. What goes wrong before the first byte is a problem.
import { Router, type Request, type Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Administration } from '../administration/administration.ts';
import { stateExport } from '../administration/state-export.ts';
import {
  EXPORT_PARAMETERS,
  exportRequest,
  filterNames,
  type ExportRequest,
} from '../export/export-request.ts';
import { EXPORT_TYPES, exportStream, type ExportDeps } from '../export/export-stream.ts';
import { badRequest } from '../http/problem.ts';
import { forCallerResponse } from './reader.ts';
import { requestQuery } from './request-query.ts';

export interface ExportRouteDeps extends ExportDeps {
  readonly administration: Administration;
}

export function createExportRoute(deps: ExportRouteDeps): Router {
  const router = Router();
  router.get(
    '/audit/export',
    forCallerResponse(async ({ tenant, actor, reach }, request, response) => {
      const asked = requestOf(request);
      let count = 0;
      const onRows = (written: number): void => void (count = written);
      const stream = await exportStream({ ...deps, onRows }, reach, asked);
      const { type, extension } = EXPORT_TYPES[asked.format];
      const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
      // The tenant's name stays out of the header: it may be any text.
      response.set({
        'Content-Type': type,
        'Content-Disposition': `attachment; filename="audit-${day}.${extension}"`,
      });
      const { format } = asked;
      const filters = filterNames(asked);
      await send(stream, response, () =>
        stateExport(deps.administration, { tenant, actor, format, count, filters }),
      );
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

/**
 * Waits for slow readers. What left is stated in the chain before the answer ends, also where the reader went away in the
 * middle. A failure cuts the connection: a whole answer is never faked.
 */
async function send(stream: Readable, response: Response, state: () => Promise<void>): Promise<void> {
  try {
    await pipeline(stream, response, { end: false });
  } catch (error) {
    const isReaderGone = response.destroyed && !stream.errored;
    if (!isReaderGone) throw error;
  } finally {
    await state();
  }
  response.end();
}
