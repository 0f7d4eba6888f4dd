// The same request in chunks.
import type { RequestPlan } from '../wire/exchange.ts';
import type { PlanOf } from './plans.ts';

/** About `count` pieces of one length, each a chunk of its own. */
export function inPieces(plan: PlanOf, count: number, pauseMs?: number): PlanOf {
  return (facts) => {
    const made = plan(facts);
    const length = Math.max(1, Math.ceil(made.body.length / count));
    const pieces: Buffer[] = [];
    for (let at = 0; at < made.body.length; at += length) pieces.push(made.body.subarray(at, at + length));
    const paused: Partial<RequestPlan> = pauseMs === undefined ? {} : { pauseMs };
    return { ...made, ...paused, pieces };
  };
}
