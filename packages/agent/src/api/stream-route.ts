// The feed as it grows: server-sent events with the filters of the feed.
import { readChainPosition, tenantOf, type Database } from '@governance-agent/audit-core';
import { Router, type Request, type Response } from 'express';
import { badRequest, ProblemError } from '../http/problem.ts';
import type { LiveFeed } from '../live/live-feed.ts';
import { identify, type CallerDeps } from './caller.ts';
import { callerOf } from './reader.ts';
import { seqOrZero, type ReportQuery } from './report-query.ts';
import { requestQuery } from './request-query.ts';

export interface StreamRouteDeps {
  readonly database: Database;
  readonly access: CallerDeps;
  readonly live: LiveFeed;
}

export function createStreamRoute({ database, access, live }: StreamRouteDeps): Router {
  const router = Router();
  router.get('/decisions/stream', async (request, response) => {
    const { reach, actor } = callerOf(response);
    const { filters, from } = asked(request);
    const { size } = await readChainPosition(database, tenantOf(reach));
    beginStream(response);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    // A seq that is not there yet would keep silent about all rows up to it.
    const after = Math.min(from ?? size, size);
    const assertAllowed = () => identify(access, request, 'read:own', 'watching');
    const order = { sink: response, reach, filters, after, assertAllowed, size, credential: actor };
    if (!live.follow(order)) throw tooMany(response);
  });
  return router;
}

function asked(request: Request) {
  const { query, extras } = requestQuery(request, { after: seqOrZero });
  const { cursor, limit, ...filters }: ReportQuery = query;
  if (cursor !== undefined || limit !== undefined) throw badRequest('cursor and limit do not apply here');
  const seen = request.get('last-event-id');
  if (seen !== undefined && seqOrZero(seen) !== undefined)
    throw badRequest('Last-Event-ID must be the id of an event');
  const text = seen ?? extras['after'];
  return { filters, from: text === undefined ? undefined : Number(text) };
}

function beginStream(response: Response): void {
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    // For proxies that collect an answer before they pass it on.
    'X-Accel-Buffering': 'no',
  });
}

function tooMany(response: Response): ProblemError {
  response.removeHeader('Content-Type');
  return new ProblemError({
    status: 429,
    title: 'Too many requests',
    detail: 'Too many streams are open. Close one, then try again.',
    headers: { 'Retry-After': '5' },
  });
}
