// The JSON readers: every body is read or refused with a code, what was read is safe to store, and reading is stable.
import assert from 'node:assert/strict';
import { IngestError } from '@governance-agent/otel-ingest';
import { decodeLogs } from '../../packages/otel-ingest/src/decode/decode-logs.ts';
import { decodeMetrics } from '../../packages/otel-ingest/src/decode/decode-metrics.ts';
import { encodeLogs } from '../../packages/otel-ingest/src/encode/encode-logs.ts';
import { encodeMetrics } from '../../packages/otel-ingest/src/encode/encode-metrics.ts';
import { mapLogs } from '../../packages/otel-ingest/src/map/map-logs.ts';
import { mapMetrics } from '../../packages/otel-ingest/src/map/map-metrics.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../packages/otel-ingest/src/settings.ts';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import { createTextMutator } from '../engine/mutate-text.ts';
import type { Target } from '../engine/target.ts';
import { assertStorable } from './assert-storable.ts';
import { capturedBodies } from './seeds.ts';

const NOW = 1_795_229_540_397;
const limits = DEFAULT_INGEST_SETTINGS;

/** What `read` gives, undefined where it refuses with a code. */
export function accepted<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof IngestError) return undefined;
    throw error;
  }
}

function checkLogs(input: Buffer): void {
  const read = accepted(() => decodeLogs('json', input, limits));
  if (read === undefined) return;
  const events = mapLogs(read.resourceLogs, NOW);
  assert.equal(events.length, read.records);
  assertStorable(events);
  if (read.surplusAttributes > 0) return;
  const again = decodeLogs('protobuf', encodeLogs(read.resourceLogs), limits);
  assert.deepEqual(again.resourceLogs, read.resourceLogs);
}

function checkMetrics(input: Buffer): void {
  const read = accepted(() => decodeMetrics('json', input, limits));
  if (read === undefined) return;
  assertStorable(mapMetrics(read.resourceMetrics));
  if (read.surplusAttributes > 0) return;
  const again = decodeMetrics('protobuf', encodeMetrics(read.resourceMetrics), limits);
  assert.deepEqual(again.resourceMetrics, read.resourceMetrics);
}

const VALUES = [
  'stringValue',
  'intValue',
  'doubleValue',
  'boolValue',
  'bytesValue',
  'arrayValue',
  'kvlistValue',
  'values',
];
const NAMES = [
  'key',
  'value',
  'body',
  'attributes',
  'traceId',
  'event.name',
  'event.timestamp',
  'prompt.id',
  'user.email',
];
const words = [...VALUES, ...NAMES].map((name) => `"${name}"`);

export const logsJson: Target = {
  name: 'logs-json',
  seeds: () => capturedBodies('logs', 'json'),
  mutators: [createTextMutator(words), mutateBytes],
  testRuns: 1000,
  open: () => Promise.resolve({ check: checkLogs }),
};

const POINTS = [
  'asInt',
  'asDouble',
  'timeUnixNano',
  'bucketCounts',
  'explicitBounds',
  'scale',
  'dataPoints',
  'sum',
  'gauge',
];

export const metricsJson: Target = {
  name: 'metrics-json',
  seeds: () => capturedBodies('metrics', 'json'),
  mutators: [createTextMutator([...words, ...POINTS.map((name) => `"${name}"`)]), mutateBytes],
  testRuns: 1000,
  open: () => Promise.resolve({ check: checkMetrics }),
};
