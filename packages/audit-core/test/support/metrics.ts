// Metric series for store tests, masked by the same small masker as the events.
import {
  createMetricMasker,
  metricIdentity,
  type MaskedMetric,
  type MetricPoint,
  type MetricSeries,
} from '../../src/index.ts';
import { wordMasker } from './events.ts';

export const metricMasker = createMetricMasker({ masker: wordMasker });

export const SECOND = 1_000_000_000n;
/** 2026-11-20T00:00:00Z */
export const DAY_START = 1_795_132_800n * SECOND;

/** @param seconds since `DAY_START`, of the point and of the start of its stream. */
export function point(seconds: number, value: number | null, change: Partial<MetricPoint> = {}): MetricPoint {
  return {
    startTime: (DAY_START - SECOND).toString(),
    time: (DAY_START + BigInt(seconds) * SECOND).toString(),
    value,
    exact: null,
    observations: null,
    lowest: null,
    highest: null,
    distribution: null,
    flags: 0,
    ...change,
  };
}

export function metricSeries(
  points: readonly MetricPoint[],
  change: Partial<MetricSeries> = {},
): MetricSeries {
  const { points: _points, ...named } = { ...NAMED, ...change, points };
  return { ...NAMED, identity: metricIdentity(JSON.stringify(named)), ...change, points };
}

export function metric(points: readonly MetricPoint[], change: Partial<MetricSeries> = {}): MaskedMetric {
  return metricMasker.mask(metricSeries(points, change));
}

const NAMED = {
  plane: 'claude_code',
  name: 'claude_code.token.usage',
  unit: 'tokens',
  description: 'Number of tokens used',
  kind: 'sum',
  temporality: 'delta',
  monotonic: true,
  sessionId: null,
  userEmail: null,
  userId: null,
  userAccountUuid: null,
  model: null,
  toolName: null,
  attributes: {},
  resource: {},
} as const;
