// Answers 304 to who has the answer already: what comes from audit rows alone changes when the chain grows, or not at all.
import { hash } from 'node:crypto';
import { readChainPosition, tenantOf, type Database, type ReadScope } from '@governance-agent/audit-core';
import type { Request, RequestHandler, Response } from 'express';
import type { ReportReader } from '../replica/report-reader.ts';
import { callerOf } from './reader.ts';

export interface CachedReachDeps {
  readonly reports: ReportReader;
  /** Another one for each start of the agent: a new version may answer in another shape. */
  readonly generation: string;
}

/** Reads within the caller's reach from the database that it is given, and from no other. */
export type ReportRoute = (database: Database, reach: ReadScope, request: Request) => Promise<unknown>;

export type CachedReach = (route: ReportRoute, isCached?: (request: Request) => boolean) => RequestHandler;

export interface CachedRoutesDeps {
  readonly cached: CachedReach;
}

/**
 * `forReach` with an ETag. Only for answers made of rows of the tenant's chain: whatever else they came from could change
 * unseen. The position is read first and from the same database, so an answer may be newer than its tag and never older.
 */
export function createCachedReach(deps: CachedReachDeps): CachedReach {
  return (route, isCached = () => true) =>
    async (request: Request, response: Response) => {
      const { reach } = callerOf(response);
      const { tag, answer } = await deps.reports.read(tenantOf(reach), async (database) => {
        const tag = isCached(request) ? await tagOf(database, deps, reach, request) : undefined;
        if (tag !== undefined && isHeld(request, tag)) return { tag, answer: HELD };
        return { tag, answer: await route(database, reach, request) };
      });
      // Behind the route: a refusal is not tagged.
      if (tag !== undefined) response.set('ETag', tag);
      if (answer === HELD) response.status(304).end();
      else response.json(answer);
    };
}

const HELD = Symbol('held');

/**
 * RFC 9110 section 13.1.2. Not `request.fresh`: `fetch` sends `Cache-Control: no-cache` along with every If-None-Match that
 * a program sets, and that means "always stale" there.
 */
function isHeld(request: Request, tag: string): boolean {
  const held = (request.get('if-none-match') ?? '').split(',').map((text) => text.trim());
  return held.includes(tag);
}

/** Weak: the same content, not the same bytes. */
async function tagOf(
  database: Database,
  { generation }: CachedReachDeps,
  reach: ReadScope,
  request: Request,
): Promise<string> {
  const { size, hash: head } = await readChainPosition(database, tenantOf(reach));
  const from = JSON.stringify([generation, reach, size, head, request.originalUrl]);
  return `W/"${hash('sha256', from, 'base64url')}"`;
}
