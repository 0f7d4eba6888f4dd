// Tokens of the caller's tenant: an admin token makes, lists and revokes them, for its own tenant alone.
import { Router } from 'express';
import { ownRowsProblem } from '../access/role.ts';
import { isScope } from '../access/scope.ts';
import { shownToken } from '../access/shown-token.ts';
import type { TokenOrder } from '../access/token-desk.ts';
import type { TokenStore } from '../access/token-store.ts';
import type { TokenActs } from '../administration/token-acts.ts';
import { badRequest } from '../http/problem.ts';
import type { Caller } from './caller.ts';
import { forCaller, forTenant } from './reader.ts';
import { createBodyReader } from './request-body.ts';
import { requestQuery, storedName } from './request-query.ts';
import { parseTime } from './time.ts';

export interface TokensRoutesDeps {
  readonly acts: TokenActs;
  readonly store: Pick<TokenStore, 'list'>;
  readonly clock: { now(): number };
}

interface Order {
  readonly scopes: readonly string[];
  readonly name?: string;
  readonly user_email?: string;
  readonly expires_at?: string;
}

const EXPECTED =
  'scopes (a list of read, read:own, admin, ingest:<dataset>, ingest:*), user_email (with read:own), name (up to 200 characters), expires_at (a time, or never)';
const readOrder = createBodyReader<Order>(
  {
    type: 'object',
    additionalProperties: false,
    required: ['scopes'],
    properties: {
      scopes: { type: 'array', minItems: 1, maxItems: 64, items: { type: 'string', maxLength: 100 } },
      user_email: { type: 'string', maxLength: 320, nullable: true },
      name: { type: 'string', maxLength: 200, nullable: true },
      expires_at: { type: 'string', maxLength: 40, nullable: true },
    },
  },
  EXPECTED,
);

const DAY_MS = 86_400_000;
/** As on the command line. */
const USUAL_DAYS = 90;

export function createTokensRoutes({ acts, store, clock }: TokensRoutesDeps): Router {
  const router = Router();
  router.get(
    '/tokens',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      return { tokens: (await store.list(tenant)).map(shownToken) };
    }),
  );
  router.post(
    '/tokens',
    forCaller(async (caller, request) => {
      const order = tokenOrder(caller, readOrder(request), clock.now());
      const { record, token } = await acts.create(order, caller.actor);
      return { status: 201, body: { ...shownToken(record), token } };
    }),
  );
  router.delete(
    '/tokens/:id',
    forCaller(async ({ tenant, actor }, request) => {
      await acts.revoke(storedName(request.params['id']), actor, tenant);
      return { status: 204 };
    }),
  );
  return router;
}

/** The tenant is the caller's, whatever the body says: it has no place for one. Throws ProblemError 400. */
function tokenOrder({ tenant, org }: Caller, order: Order, now: number): TokenOrder {
  const scopes = order.scopes.filter(isScope);
  if (scopes.length < order.scopes.length) throw badRequest(`Send application/json: ${EXPECTED}`);
  const userEmail = order.user_email ?? undefined;
  const problem = ownRowsProblem(scopes, userEmail);
  if (problem !== undefined) throw badRequest(`${problem}; see user_email and scopes`);
  const expiresAt = expiryOf(order.expires_at, now);
  return { tenant, org, scopes, ...(userEmail && { userEmail }), name: order.name ?? '', expiresAt };
}

function expiryOf(text: string | undefined | null, now: number): number | null {
  if (text === undefined || text === null) return now + USUAL_DAYS * DAY_MS;
  if (text === 'never') return null;
  const time = parseTime(text);
  if (time === undefined || time <= now)
    throw badRequest('expires_at is a time to come (RFC 3339), or never');
  return time;
}
