// Lets callers on to routes, and gives each route no more of the caller than it is made for.
import type { ReadScope } from '@governance-agent/audit-core';
import type { Request, RequestHandler, Response } from 'express';
import type { Scope } from '../access/scope.ts';
import type { Presence } from '../access/session-desk.ts';
import { TokenError } from '../access/token-desk.ts';
import { NOT_FOUND, ProblemError, type Problem } from '../http/problem.ts';
import { identify, type Caller, type CallerDeps } from './caller.ts';

/** Lets a request on only with a credential that has the scope. Throws as `identify` does. */
export function createReaderGate(deps: CallerDeps, scope: Scope, presence?: Presence): RequestHandler {
  return async (request, response, next) => {
    response.locals[CALLER] = await identify(deps, request, scope, presence);
    // Answers belong to one caller: no cache between may keep them, nor a browser's disk.
    response.set('Cache-Control', 'no-store');
    next();
  };
}

const CALLER = 'caller';

export type ReachRoute = (reach: ReadScope, request: Request) => Promise<unknown>;

/** A route that reads within the caller's reach, own rows or all, and answers JSON. */
export function forReach(route: ReachRoute): RequestHandler {
  return async (request: Request, response: Response) => {
    response.json(await route(callerOf(response).reach, request));
  };
}

export type TenantRoute = (tenant: string, request: Request) => Promise<unknown>;

/** A route that writes its own answer. */
export function forCallerResponse(
  route: (caller: Caller, request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return (request: Request, response: Response) => route(callerOf(response), request, response);
}

/** A route about a tenant as a whole, which answers JSON: not for who may see own rows only. */
export function forTenant(route: TenantRoute): RequestHandler {
  return async (request: Request, response: Response) => {
    response.json(await route(wholeTenant(response), request));
  };
}

/** One thing in two forms; `text` is what foreign tools read, undefined where there is none. */
export interface Evidence {
  readonly json: unknown;
  readonly text: string | undefined;
}

export type EvidenceRoute = (tenant: string, request: Request) => Promise<Evidence>;

/** `forTenant` that answers JSON, or the text verbatim to whoever prefers `text/plain`. */
export function forTenantWithText(route: EvidenceRoute): RequestHandler {
  return async (request: Request, response: Response) => {
    const { json, text } = await route(wholeTenant(response), request);
    response.vary('Accept');
    if (request.accepts(['json', 'text/plain']) !== 'text/plain') response.json(json);
    else if (text === undefined) throw new ProblemError(NO_TEXT);
    else response.type('text/plain').send(text);
  };
}

const NO_TEXT: Problem = {
  ...NOT_FOUND,
  detail: 'No checkpoint of that size covers this row yet. Ask /api/v1/audit/checkpoint?fresh=true first.',
};

/** What a changing route answers; without a body it is 204. */
export interface Changed {
  readonly status: 201 | 204;
  readonly body?: unknown;
}

export type CallerRoute = (caller: Caller, request: Request) => Promise<Changed>;

/** A route that changes something on behalf of a token. */
export function forCaller(route: CallerRoute): RequestHandler {
  return async (request: Request, response: Response) => {
    const { status, body } = await route(callerOf(response), request);
    response.status(status);
    if (body === undefined) response.end();
    else response.json(body);
  };
}

/** Throws TokenError for a caller whose reach is less. */
function wholeTenant(response: Response): string {
  const { reach } = callerOf(response);
  if (typeof reach === 'string') return reach;
  throw new TokenError('scope_missing', 'The token lacks the scope read');
}

export function callerOf(response: Response): Caller {
  const caller: unknown = response.locals[CALLER];
  if (isCaller(caller)) return caller;
  throw new TypeError('the route is not behind the reader gate');
}

function isCaller(value: unknown): value is Caller {
  return typeof value === 'object' && value !== null && 'reach' in value && 'grant' in value;
}
