// Stored points of one metric -> the data of its kind, as OTLP has it.
import type { ArrivedPoint, ArrivedSeries } from '@governance-agent/audit-core';
import type { MetricData, NumberPoint } from '@governance-agent/otel-ingest';
import { exponentialPoint, histogramPoint, summaryPoint } from './distribution-point.ts';
import { pointFacts } from './point-facts.ts';

type Form = Pick<ArrivedSeries, 'kind' | 'temporality' | 'monotonic' | 'counting'>;

/**
 * A running total goes out as what each point added to it, under the temporality `delta`: a receiver comes to the same
 * total wherever it begins, however often points come late. Everything else goes out as it was stored.
 */
export function metricData(
  { kind, temporality, monotonic, counting }: Form,
  points: readonly ArrivedPoint[],
): MetricData {
  if (kind === 'gauge') return { kind, points: points.map(reading) };
  if (kind === 'summary') return { kind, points: points.map(summaryPoint) };
  if (kind === 'histogram') return { kind, temporality, points: points.map(histogramPoint) };
  if (kind === 'exponential_histogram') return { kind, temporality, points: points.map(exponentialPoint) };
  return counting === 'cumulative'
    ? { kind, temporality: 'delta', monotonic, points: points.map(amount) }
    : { kind, temporality, monotonic, points: points.map(reading) };
}

/** DataPointFlags: NO_RECORDED_VALUE. */
const NO_VALUE = 1;
const INTEGER = /^-?\d{1,19}$/;

function reading(point: ArrivedPoint): NumberPoint {
  return numberPoint(point, valueOf(point));
}

/** What was too large to be counted, and what is no number, stands as text. */
function valueOf({ value, exact }: ArrivedPoint): NumberPoint['value'] {
  if (exact === null) return value;
  return isInteger(exact) ? BigInt(exact) : Number(exact);
}

function amount(point: ArrivedPoint): NumberPoint {
  const { added, exact } = point;
  return numberPoint(point, isInteger(exact) && Number.isInteger(added) ? BigInt(added ?? 0) : added);
}

function numberPoint(point: ArrivedPoint, value: NumberPoint['value']): NumberPoint {
  const { flags, ...facts } = pointFacts(point);
  // Nothing that could be added up is nothing recorded, to those who ask that a point has a value.
  return { ...facts, value, flags: value === null ? flags | NO_VALUE : flags };
}

function isInteger(text: string | null): text is string {
  return text !== null && INTEGER.test(text);
}
