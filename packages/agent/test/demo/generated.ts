// A generated month as its tests look at it: visits, and what became of every record and data point.
import { readCaptures, type Capture, type CapturedRequest } from '../../src/demo/captures.ts';
import { itemsOf, textOf, type AnyValue, type Item } from '../../src/demo/otlp-json.ts';
import { planVisits, type PlanOrder, type Visit } from '../../src/demo/plan-visits.ts';
import { reIdentify } from '../../src/demo/re-identify.ts';

/** A Friday afternoon. */
export const FRIDAY = Date.parse('2026-03-20T16:40:00.000Z');

export const captures: readonly Capture[] = await readCaptures();

export function plan(order: Partial<PlanOrder> = {}): Visit[] {
  return planVisits({ captures, seed: 'demo', now: FRIDAY, days: 30, users: 8, ...order });
}

export function requestsOf(visit: Visit): CapturedRequest[] {
  return visit.capture.requests.map((request) => reIdentify(request, visit));
}

/** Records and points of requests, in order. */
export function items(requests: readonly CapturedRequest[]): Item[] {
  return requests.flatMap(({ body }) => itemsOf(body));
}

export function valueOf({ attributes }: Item, key: string): AnyValue | undefined {
  return attributes.find((attribute) => attribute.key === key)?.value;
}

export function textsOf(all: readonly Item[], key: string): string[] {
  return all.map(({ attributes }) => textOf(attributes, key)).filter((text) => text !== undefined);
}

export const milliseconds = (nanoseconds: string): number => Number(BigInt(nanoseconds) / 1_000_000n);
