// ExponentialHistogramDataPoint (opentelemetry/proto/metrics/v1/metrics.proto).
import type { DecodeBudget } from '../budget.ts';
import { NO_BUCKETS, type Buckets, type ExponentialHistogramPoint } from '../metrics-model.ts';
import { addBucket } from '../point.ts';
import { givenTwice } from './any-value.ts';
import { attributeList, readAttribute } from './attributes.ts';
import { readDouble, readPacked, readUint64 } from './numbers.ts';
import { enter, leave, readFixed64, skipField, type WireReader } from './wire.ts';

const ATTRIBUTES = 0x0a;
const START_TIME = 0x11;
const TIME = 0x19;
const COUNT = 0x21;
const SUM = 0x29;
const SCALE = 0x30;
const ZERO_COUNT = 0x39;
const POSITIVE = 0x42;
const NEGATIVE = 0x4a;
const FLAGS = 0x50;
const MIN = 0x61;
const MAX = 0x69;
const ZERO_THRESHOLD = 0x71;

const OFFSET = 0x08;
const BUCKET_COUNTS = 0x12;
const BUCKET_COUNT = 0x10;

/** Reads the point that fills the reader up to its limit. Exemplars are stepped over. */
export function readExponentialHistogramPoint(
  reader: WireReader,
  budget: DecodeBudget,
): ExponentialHistogramPoint {
  const list = attributeList();
  const point: OpenPoint = { ...EMPTY, attributes: list.attributes };
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === ATTRIBUTES) readAttribute(reader, budget, list);
    else if (tag === POSITIVE) point.positive = readBuckets(reader, budget, point.positive);
    else if (tag === NEGATIVE) point.negative = readBuckets(reader, budget, point.negative);
    else if (tag === SCALE) point.scale = reader.sint32();
    else if (tag === ZERO_COUNT) point.zeroCount = readFixed64(reader);
    else if (tag === ZERO_THRESHOLD) point.zeroThreshold = readDouble(reader);
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

function readBuckets(reader: WireReader, budget: DecodeBudget, before: Buckets): Buckets {
  if (before !== NO_BUCKETS) throw givenTwice();
  const outer = enter(reader);
  const bucketCounts: bigint[] = [];
  let offset = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === OFFSET) offset = reader.sint32();
    else if (tag === BUCKET_COUNTS) readPacked(reader, budget, bucketCounts, readUint64);
    else if (tag === BUCKET_COUNT) addBucket(budget, bucketCounts, readUint64(reader));
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { offset, bucketCounts };
}

type OpenPoint = { -readonly [Key in keyof ExponentialHistogramPoint]: ExponentialHistogramPoint[Key] };

const EMPTY = {
  startTimeUnixNano: 0n,
  timeUnixNano: 0n,
  flags: 0,
  count: 0n,
  sum: null,
  min: null,
  max: null,
  scale: 0,
  zeroCount: 0n,
  zeroThreshold: 0,
  positive: NO_BUCKETS,
  negative: NO_BUCKETS,
} as const;
