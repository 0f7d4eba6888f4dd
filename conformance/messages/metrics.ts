// Metric requests: one metric, with points of every kind.
import type { Facts } from '../model.ts';
import { RESOURCE, SCOPE } from './logs.ts';

export const DELTA = 1;
export const CUMULATIVE = 2;

/** `data` is the oneof of Metric: `{ gauge: … }`, `{ sum: … }` and so on, or nothing. */
export function oneMetric({ caseId }: Facts, data: object, extra: object = {}): object {
  const name = `otlp.conformance.${caseId.slice(caseId.lastIndexOf('-') + 1)}`;
  const metrics = [{ name, unit: '1', ...data, ...extra }];
  return { resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics }] }] };
}

/** What every kind of point has. The start is a minute before the end. */
export function point({ now, caseId }: Facts, fields: object): object {
  const startTimeUnixNano = (BigInt(now) - 60_000_000_000n).toString();
  const attributes = [{ key: 'conformance.case', value: { stringValue: caseId } }];
  return { startTimeUnixNano, timeUnixNano: now, attributes, ...fields };
}

export function oneGauge(facts: Facts, value: object = { asDouble: 1.5 }): object {
  return oneMetric(facts, { gauge: { dataPoints: [point(facts, value)] } });
}
