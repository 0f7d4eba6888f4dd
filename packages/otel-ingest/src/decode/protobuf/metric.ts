// Metric and the message of each kind of data (opentelemetry/proto/metrics/v1/metrics.proto).
import type { DecodeBudget } from '../budget.ts';
import {
  temporalityOf,
  type DataPoint,
  type Metric,
  type MetricData,
  type Temporality,
} from '../metrics-model.ts';
import { readPoint } from '../point.ts';
import { wrongSignal } from '../wrong-signal.ts';
import { givenTwice } from './any-value.ts';
import { readExponentialHistogramPoint } from './exponential-histogram-point.ts';
import { readHistogramPoint } from './histogram-point.ts';
import { readNumberPoint } from './number-point.ts';
import { readSummaryPoint } from './summary-point.ts';
import { enter, leave, readText, skipField, type WireReader } from './wire.ts';

const NAME = 0x0a;
const DESCRIPTION = 0x12;
const UNIT = 0x1a;
const GAUGE = 0x2a;
const SUM = 0x3a;
const HISTOGRAM = 0x4a;
const EXPONENTIAL_HISTOGRAM = 0x52;
const SUMMARY = 0x5a;
/** Times of a log record and of a span: no metric has a field of eight bytes. */
const FOREIGN: readonly number[] = [0x09, 0x59, 0x39, 0x41];

const DATA_POINTS = 0x0a;
const TEMPORALITY = 0x10;
const IS_MONOTONIC = 0x18;

/** Reads the metric that fills the reader up to its limit. `path` is that of the metric, for reports. */
export function readMetric(reader: WireReader, budget: DecodeBudget, path: string): Metric {
  let name = '';
  let description = '';
  let unit = '';
  let data: MetricData | null = null;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === NAME) name = readText(reader);
    else if (tag === DESCRIPTION) description = readText(reader);
    else if (tag === UNIT) unit = readText(reader);
    else if (FOREIGN.includes(tag)) throw wrongSignal('metrics');
    else {
      const read = readData(reader, tag, budget, path);
      // Merging is what the encoding asks for, and the last one what a oneof asks for; no writer gives cause for either.
      if (read !== null && data !== null) throw givenTwice();
      data ??= read;
    }
  }
  return { name, description, unit, data };
}

function readData(reader: WireReader, tag: number, budget: DecodeBudget, path: string): MetricData | null {
  if (tag === GAUGE) {
    const { points } = readEnvelope(reader, budget, `${path}.gauge`, readNumberPoint);
    return { kind: 'gauge', points };
  }
  if (tag === SUM) return { kind: 'sum', ...readEnvelope(reader, budget, `${path}.sum`, readNumberPoint) };
  if (tag === HISTOGRAM) {
    const envelope = readEnvelope(reader, budget, `${path}.histogram`, readHistogramPoint);
    return { kind: 'histogram', points: envelope.points, temporality: envelope.temporality };
  }
  if (tag === EXPONENTIAL_HISTOGRAM) {
    const field = `${path}.exponential_histogram`;
    const envelope = readEnvelope(reader, budget, field, readExponentialHistogramPoint);
    return { kind: 'exponential_histogram', points: envelope.points, temporality: envelope.temporality };
  }
  if (tag === SUMMARY) {
    const { points } = readEnvelope(reader, budget, `${path}.summary`, readSummaryPoint);
    return { kind: 'summary', points };
  }
  skipField(reader, tag);
  return null;
}

interface Envelope<P> {
  readonly points: readonly P[];
  readonly temporality: Temporality;
  readonly monotonic: boolean;
}

/** The kinds share their field numbers; a field that a kind does not have is left out by the caller. */
function readEnvelope<P extends DataPoint>(
  reader: WireReader,
  budget: DecodeBudget,
  path: string,
  read: (reader: WireReader, budget: DecodeBudget) => P,
): Envelope<P> {
  const outer = enter(reader);
  const points: P[] = [];
  let index = 0;
  let temporality: Temporality = 'unspecified';
  let monotonic = false;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === DATA_POINTS) readOne(reader, budget, `${path}.data_points[${index++}]`, points, read);
    else if (tag === TEMPORALITY) temporality = temporalityOf(reader.int32());
    else if (tag === IS_MONOTONIC) monotonic = reader.bool();
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { points, temporality, monotonic };
}

function readOne<P extends DataPoint>(
  reader: WireReader,
  budget: DecodeBudget,
  path: string,
  points: P[],
  read: (reader: WireReader, budget: DecodeBudget) => P,
): void {
  const outer = enter(reader);
  const end = reader.len;
  readPoint(budget, path, points, () => read(reader, budget));
  // A point that could not be read may have left the reader inside of one of its own messages.
  reader.len = end;
  leave(reader, outer);
}
