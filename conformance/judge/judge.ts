// From checks to the judgement of a case.
import { broken, KEPT, skip, type Facts, type Finding, type Peer } from '../model.ts';
import type { Exchange, RequestPlan } from '../wire/exchange.ts';
import type { Check } from './checks.ts';

export type Judge = (peer: Peer) => Promise<Finding>;

/** One request; the first check that complains breaks the rule. */
export function sends(plan: (facts: Facts) => RequestPlan, ...checks: readonly Check[]): Judge {
  return async (peer) => checked(await peer.send(plan(peer.facts)), checks);
}

/** As `sends`, where the rule speaks of some answers only: others skip the case. */
export function sendsWhere(
  plan: (facts: Facts) => RequestPlan,
  statuses: readonly number[],
  ...checks: readonly Check[]
): Judge {
  return async (peer) => {
    const exchange = await peer.send(plan(peer.facts));
    const { status } = exchange.answer;
    if (!statuses.includes(status))
      return skip(`the answer was ${status}, the rule is about ${statuses.join(', ')}`);
    return checked(exchange, checks);
  };
}

export function checked(exchange: Exchange, checks: readonly Check[]): Finding {
  for (const check of checks) {
    const complaint = check(exchange);
    if (complaint !== undefined) return broken(complaint);
  }
  return KEPT;
}

/** Skips without what only the person who starts the run can know. */
export function needs(option: 'auth' | 'forbidden-auth' | 'max-body', judge: Judge): Judge {
  return (peer) => (given(option, peer.facts) ? judge(peer) : Promise.resolve(skip(`needs --${option}`)));
}

function given(option: 'auth' | 'forbidden-auth' | 'max-body', facts: Facts): boolean {
  const { authorization, forbidden, maxBodyBytes } = facts;
  return { auth: authorization, 'forbidden-auth': forbidden, 'max-body': maxBodyBytes }[option] !== undefined;
}

/** Judged over all exchanges that `applies` lets through; the first complaint names the request. */
export function overRun(applies: (exchange: Exchange) => boolean, none: string, check: Check): Judge {
  return (peer) => {
    const chosen = peer.transcript().filter(applies);
    if (chosen.length === 0) return Promise.resolve(skip(none));
    const complaints = chosen.flatMap((exchange) => complaintOf(exchange, check));
    const [first] = complaints;
    if (first === undefined) return Promise.resolve(KEPT);
    const others = complaints.length === 1 ? '' : ` (and ${complaints.length - 1} more)`;
    return Promise.resolve(broken(first + others));
  };
}

function complaintOf(exchange: Exchange, check: Check): string[] {
  const complaint = check(exchange);
  const { plan, answer } = exchange;
  const request = `${plan.method ?? 'POST'} of ${plan.signal} as ${plan.codec}, answered ${answer.status}`;
  return complaint === undefined ? [] : [`${request}: ${complaint}`];
}
