// NumberDataPoint (opentelemetry/proto/metrics/v1/metrics.proto).
import type { DecodeBudget } from '../budget.ts';
import type { NumberPoint } from '../metrics-model.ts';
import { attributeList, readAttribute } from './attributes.ts';
import { readDouble, readSfixed64 } from './numbers.ts';
import { readFixed64, skipField, type WireReader } from './wire.ts';

const START_TIME = 0x11;
const TIME = 0x19;
const AS_DOUBLE = 0x21;
const AS_INT = 0x31;
const ATTRIBUTES = 0x3a;
const FLAGS = 0x40;

/** Reads the point that fills the reader up to its limit. Exemplars are stepped over. */
export function readNumberPoint(reader: WireReader, budget: DecodeBudget): NumberPoint {
  const list = attributeList();
  const point: OpenPoint = {
    attributes: list.attributes,
    startTimeUnixNano: 0n,
    timeUnixNano: 0n,
    flags: 0,
    value: null,
  };
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === ATTRIBUTES) readAttribute(reader, budget, list);
    else if (tag === AS_DOUBLE) point.value = readDouble(reader);
    else if (tag === AS_INT) point.value = readSfixed64(reader);
    else if (tag === TIME) point.timeUnixNano = readFixed64(reader);
    else if (tag === START_TIME) point.startTimeUnixNano = readFixed64(reader);
    else if (tag === FLAGS) point.flags = reader.uint32();
    else skipField(reader, tag);
  }
  return point;
}

type OpenPoint = { -readonly [Key in keyof NumberPoint]: NumberPoint[Key] };
