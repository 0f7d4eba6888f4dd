// HistogramDataPoint (opentelemetry/proto/metrics/v1/metrics.proto).
import type { DecodeBudget } from '../budget.ts';
import type { HistogramPoint } from '../metrics-model.ts';
import { addBucket } from '../point.ts';
import { attributeList, readAttribute } from './attributes.ts';
import { readDouble, readPacked } from './numbers.ts';
import { readFixed64, skipField, type WireReader } from './wire.ts';

const START_TIME = 0x11;
const TIME = 0x19;
const COUNT = 0x21;
const SUM = 0x29;
const BUCKET_COUNTS = 0x32;
const BUCKET_COUNT = 0x31;
const EXPLICIT_BOUNDS = 0x3a;
const EXPLICIT_BOUND = 0x39;
const ATTRIBUTES = 0x4a;
const FLAGS = 0x50;
const MIN = 0x59;
const MAX = 0x61;

/** Reads the point that fills the reader up to its limit. Exemplars are stepped over. */
export function readHistogramPoint(reader: WireReader, budget: DecodeBudget): HistogramPoint {
  const list = attributeList();
  const bucketCounts: bigint[] = [];
  const explicitBounds: number[] = [];
  const point: OpenPoint = { ...EMPTY, attributes: list.attributes, bucketCounts, explicitBounds };
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === ATTRIBUTES) readAttribute(reader, budget, list);
    else if (tag === BUCKET_COUNTS) readPacked(reader, budget, bucketCounts, readFixed64);
    else if (tag === EXPLICIT_BOUNDS) readPacked(reader, budget, explicitBounds, readDouble);
    else if (tag === BUCKET_COUNT) addBucket(budget, bucketCounts, readFixed64(reader));
    else if (tag === EXPLICIT_BOUND) addBucket(budget, explicitBounds, readDouble(reader));
    else readScalar(reader, tag, point);
  }
  return point;
}

function readScalar(reader: WireReader, tag: number, point: OpenPoint): void {
  if (tag === TIME) point.timeUnixNano = readFixed64(reader);
  else if (tag === START_TIME) point.startTimeUnixNano = readFixed64(reader);
  else if (tag === COUNT) point.count = readFixed64(reader);
  else if (tag === SUM) point.sum = readDouble(reader);
  else if (tag === MIN) point.min = readDouble(reader);
  else if (tag === MAX) point.max = readDouble(reader);
  else if (tag === FLAGS) point.flags = reader.uint32();
  else skipField(reader, tag);
}

type OpenPoint = { -readonly [Key in keyof HistogramPoint]: HistogramPoint[Key] };

const EMPTY = {
  startTimeUnixNano: 0n,
  timeUnixNano: 0n,
  flags: 0,
  count: 0n,
  sum: null,
  min: null,
  max: null,
} as const;
