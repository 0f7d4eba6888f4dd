// Who calls: the tenant of the token, put on the request once and taken from nowhere else.
import type { Request, RequestHandler, Response } from 'express';
import type { Scope } from '../access/scope.ts';
import type { TokenDesk } from '../access/token-desk.ts';
import { NOT_FOUND, ProblemError, type Problem } from '../http/problem.ts';

/** Lets a request on only with a token that has the scope. Throws TokenError. */
export function createReaderGate(tokens: TokenDesk, scope: Scope): RequestHandler {
  return async (request, response, next) => {
    const { tenant, id, org } = await tokens.authorize(request.get('authorization'), scope);
    const caller: Caller = { tenant, org, actor: `token:${id}` };
    response.locals[CALLER] = caller;
    // Answers belong to one tenant: no cache between may keep them.
    response.set('Cache-Control', 'no-store');
    next();
  };
}

const CALLER = 'caller';

export interface Caller {
  readonly tenant: string;
  readonly org: string;
  /** As administrative rows name it. */
  readonly actor: string;
}

export type TenantRoute = (tenant: string, request: Request) => Promise<unknown>;

/** A route that writes its own answer. */
export function forCallerResponse(
  route: (caller: Caller, request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return (request: Request, response: Response) => route(callerOf(response), request, response);
}

/** A route that cannot run without a tenant, and answers JSON. */
export function forTenant(route: TenantRoute): RequestHandler {
  return async (request: Request, response: Response) => {
    response.json(await route(callerOf(response).tenant, request));
  };
}

/** One thing in two forms; `text` is what foreign tools read, undefined where there is none. */
export interface Evidence {
  readonly json: unknown;
  readonly text: string | undefined;
}

export type EvidenceRoute = (tenant: string, request: Request) => Promise<Evidence>;

/** A route that answers JSON, or the text verbatim to whoever prefers `text/plain`. */
export function forTenantWithText(route: EvidenceRoute): RequestHandler {
  return async (request: Request, response: Response) => {
    const { json, text } = await route(callerOf(response).tenant, request);
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

function callerOf(response: Response): Caller {
  const caller: unknown = response.locals[CALLER];
  if (isCaller(caller)) return caller;
  throw new TypeError('the route is not behind the reader gate');
}

function isCaller(value: unknown): value is Caller {
  return typeof value === 'object' && value !== null && 'tenant' in value && 'actor' in value;
}
