// Legal holds of the caller's tenant: listed, placed, released. docs/guides/erasure-and-retention.md
import {
  AuditError,
  placeHold,
  readHolds,
  releaseHold,
  type ActDeps,
  type AuditErrorCode,
  type LegalHold,
} from '@governance-agent/audit-core';
import { Router } from 'express';
import {
  HOLD_NAME,
  HOLD_NAME_RULE,
  holdScope,
  newHoldName,
  type HoldScope,
} from '../administration/hold-order.ts';
import { badRequest, ProblemError } from '../http/problem.ts';
import type { Caller } from './caller.ts';
import { forCaller, forTenant } from './reader.ts';
import { createBodyReader } from './request-body.ts';
import { requestQuery, storedName } from './request-query.ts';
import { parseTime } from './time.ts';

export interface HoldsRoutesDeps extends Pick<ActDeps, 'database' | 'signer' | 'memory' | 'clock'> {
  /** What becomes of a reason before it is stored; empty where it could not be masked. */
  readonly maskReason: (text: string) => string;
}

interface Order {
  readonly hold?: string;
  readonly scope: LegalHold['scope'];
  readonly value?: string;
  readonly since?: string;
  readonly until?: string;
  readonly reason?: string;
}

const REASON = { type: 'string', maxLength: 1000, nullable: true } as const;
const TIME = { type: 'string', maxLength: 40, nullable: true } as const;

const readOrder = createBodyReader<Order>(
  {
    type: 'object',
    additionalProperties: false,
    required: ['scope'],
    properties: {
      hold: { type: 'string', pattern: HOLD_NAME, nullable: true },
      scope: { type: 'string', enum: ['tenant', 'user', 'session', 'range'] },
      value: { type: 'string', minLength: 1, maxLength: 512, nullable: true },
      since: TIME,
      until: TIME,
      reason: REASON,
    },
  },
  `scope (tenant; user or session with value; range with since and until), reason (up to 1,000 characters), hold (${HOLD_NAME_RULE})`,
);

const readRelease = createBodyReader<{ readonly reason?: string }>(
  { type: 'object', additionalProperties: false, properties: { reason: REASON } },
  'an object, with reason (up to 1,000 characters) where there is one to give',
);

export function createHoldsRoutes(deps: HoldsRoutesDeps): Router {
  const router = Router();
  router.get(
    '/holds',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      return { holds: (await readHolds(deps.database, tenant)).map(shown) };
    }),
  );
  router.post(
    '/holds',
    forCaller(async (caller, request) => {
      const order = readOrder(request);
      const hold = { hold: order.hold ?? newHoldName(), ...scopeOf(order) };
      const act = actOf(deps, caller, order.reason);
      const { seq } = await explained(PLACING, () => placeHold(act, caller.tenant, hold));
      return { status: 201, body: { ...hold, seq } };
    }),
  );
  router.post(
    '/holds/:hold/release',
    forCaller(async (caller, request) => {
      const act = actOf(deps, caller, readRelease(request).reason);
      const name = storedName(request.params['hold']);
      await explained(RELEASING, () => releaseHold(act, caller.tenant, name));
      return { status: 204 };
    }),
  );
  return router;
}

function actOf(
  { maskReason, database, signer, clock, ...rest }: HoldsRoutesDeps,
  { actor }: Caller,
  given = '',
): ActDeps {
  const reason = given.trim() === '' ? '' : maskReason(given.trim());
  return { ...rest, database, signer, clock, actor, ...(reason !== '' && { reason }) };
}

/** Throws ProblemError 400. A member that does not go with the scope is refused, never dropped. */
function scopeOf({ scope, value, since, until }: Order): HoldScope {
  const needed = { tenant: [], user: ['value'], session: ['value'], range: ['since', 'until'] }[scope];
  const given = Object.entries({ value, since, until }).filter(([, text]) => text !== undefined);
  if (given.map(([name]) => name).join() !== needed.join())
    throw badRequest(`The scope ${scope} takes ${needed.join(' and ') || 'nothing else'}`);
  const wish = { since: timeOf(since), until: timeOf(until), ...(value && { [scope]: value }) };
  const covered = holdScope(wish);
  if ('problem' in covered) throw badRequest(covered.problem);
  return covered;
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? undefined : parseTime(text);
  if (text !== undefined && time === undefined)
    throw badRequest('since and until take a date, or a date and time with Z or an offset');
  return time;
}

type Explanations = Readonly<Partial<Record<AuditErrorCode, ProblemError>>>;
const conflict = (detail: string): ProblemError =>
  new ProblemError({ status: 409, title: 'Conflict', detail });
const NOTHING_STORED = conflict('Nothing of this tenant is stored yet, so there is nothing to hold.');
const PLACING: Explanations = {
  legal_hold: conflict('A hold of this name is open. Release it, or choose another name.'),
  unknown_tenant: NOTHING_STORED,
};
const RELEASING: Explanations = {
  unknown_tenant: new ProblemError({ status: 404, title: 'Not found' }),
  unknown_hold: new ProblemError({
    status: 404,
    title: 'Not found',
    detail: 'There is no open hold of this name',
  }),
};

async function explained<T>(explanations: Explanations, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw (error instanceof AuditError ? explanations[error.code] : undefined) ?? error;
  }
}

function shown({ placed_at, ...hold }: LegalHold) {
  return { ...hold, placed_at: new Date(placed_at).toISOString() };
}
