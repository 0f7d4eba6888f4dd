// SummaryDataPoint (opentelemetry/proto/metrics/v1/metrics.proto).
import { addBucket } from '../point.ts';
import type { DecodeBudget } from '../budget.ts';
import type { SummaryPoint, ValueAtQuantile } from '../metrics-model.ts';
import { attributeList, readAttribute } from './attributes.ts';
import { readDouble } from './numbers.ts';
import { enter, leave, readFixed64, skipField, type WireReader } from './wire.ts';

const START_TIME = 0x11;
const TIME = 0x19;
const COUNT = 0x21;
const SUM = 0x29;
const QUANTILE_VALUES = 0x32;
const ATTRIBUTES = 0x3a;
const FLAGS = 0x40;

const QUANTILE = 0x09;
const VALUE = 0x11;

/** Reads the point that fills the reader up to its limit. */
export function readSummaryPoint(reader: WireReader, budget: DecodeBudget): SummaryPoint {
  const list = attributeList();
  const quantileValues: ValueAtQuantile[] = [];
  const point: OpenPoint = { ...EMPTY, attributes: list.attributes, quantileValues };
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === ATTRIBUTES) readAttribute(reader, budget, list);
    else if (tag === QUANTILE_VALUES) addBucket(budget, quantileValues, readQuantile(reader));
    else if (tag === TIME) point.timeUnixNano = readFixed64(reader);
    else if (tag === START_TIME) point.startTimeUnixNano = readFixed64(reader);
    else if (tag === COUNT) point.count = readFixed64(reader);
    else if (tag === SUM) point.sum = readDouble(reader);
    else if (tag === FLAGS) point.flags = reader.uint32();
    else skipField(reader, tag);
  }
  return point;
}

function readQuantile(reader: WireReader): ValueAtQuantile {
  const outer = enter(reader);
  let quantile = 0;
  let value = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === QUANTILE) quantile = readDouble(reader);
    else if (tag === VALUE) value = readDouble(reader);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { quantile, value };
}

type OpenPoint = { -readonly [Key in keyof SummaryPoint]: SummaryPoint[Key] };

// Not optional in the schema: a summary without a sum has the sum 0.
const EMPTY = { startTimeUnixNano: 0n, timeUnixNano: 0n, flags: 0, count: 0n, sum: 0 } as const;
