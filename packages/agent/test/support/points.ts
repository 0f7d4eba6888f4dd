// Masked metric series to fill a store with.
import {
  createMetricMasker,
  metricIdentity,
  type MaskedMetric,
  type MetricPoint,
  type MetricSeries,
} from '@governance-agent/audit-core';
import { nothingToMask } from './rows.ts';

const masker = createMetricMasker({ masker: nothingToMask });
const START = Date.UTC(2026, 10, 20);

/** `minute` tells points apart and places them in time. */
export function point(minute: number, value: number | null, change: Partial<MetricPoint> = {}): MetricPoint {
  return {
    startTime: `${START - 1000}000000`,
    time: `${START + minute * 60_000}000000`,
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

export function metric(points: readonly MetricPoint[], change: Partial<MetricSeries> = {}): MaskedMetric {
  const named = { ...NAMED, ...change };
  const identity = metricIdentity(JSON.stringify(named));
  return masker.mask({ ...named, identity, ...change, points });
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
