// AnyValue, ArrayValue, KeyValueList and KeyValue in one pass (opentelemetry/proto/common/v1/common.proto).
import type { JsonValue } from '@governance-agent/policy-engine';
import { malformed, type IngestError } from '../../errors.ts';
import { checkDepth, countNode, type DecodeBudget } from '../budget.ts';
import { keyValueList } from '../key-value-list.ts';
import type { Attribute } from '../model.ts';
import { finiteNumber } from '../numbers.ts';
import { enter, leave, readInt64, readText, skipField, type WireReader } from './wire.ts';

/** Tags: field number << 3 | wire type. */
const STRING_VALUE = 0x0a;
const BOOL_VALUE = 0x10;
const INT_VALUE = 0x18;
const DOUBLE_VALUE = 0x21;
const ARRAY_VALUE = 0x2a;
const KVLIST_VALUE = 0x32;
const BYTES_VALUE = 0x3a;

const VALUES = 0x0a;
const KEY = 0x0a;
const VALUE = 0x12;

/** The value at the reader, null when none is set. Of several, the last counts, as in any oneof. */
export function readAnyValue(reader: WireReader, budget: DecodeBudget, depth: number): JsonValue {
  countNode(budget);
  const outer = enter(reader);
  let value: JsonValue = null;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === STRING_VALUE) value = readText(reader);
    else if (tag === INT_VALUE) value = readInt64(reader);
    else if (tag === BOOL_VALUE) value = reader.bool();
    else if (tag === DOUBLE_VALUE) value = finiteNumber(reader.double());
    else if (tag === ARRAY_VALUE) value = readArray(reader, budget, onlyOne(value, depth + 1));
    else if (tag === KVLIST_VALUE)
      value = keyValueList(readKeyValueList(reader, budget, onlyOne(value, depth + 1)));
    else if (tag === BYTES_VALUE) value = Buffer.from(reader.bytes()).toString('base64');
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return value;
}

function readArray(reader: WireReader, budget: DecodeBudget, depth: number): JsonValue[] {
  checkDepth(budget, depth);
  const outer = enter(reader);
  const values: JsonValue[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === VALUES) values.push(readAnyValue(reader, budget, depth));
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return values;
}

function readKeyValueList(reader: WireReader, budget: DecodeBudget, depth: number): Attribute[] {
  checkDepth(budget, depth);
  const outer = enter(reader);
  const entries: Attribute[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === VALUES) entries.push(readKeyValue(reader, budget, depth));
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return entries;
}

/**
 * A list that comes twice would have to be merged with the first one (protobuf encoding, "Last One Wins"). No writer does
 * that, and to keep one of the two would lose what the other holds: the record is refused. Returns `depth`.
 */
function onlyOne(before: JsonValue, depth: number): number {
  if (before !== null) throw givenTwice();
  return depth;
}

/** For a message that must not be repeated: the trouble of the record that it stands in. */
export function givenTwice(): IngestError {
  return malformed('a value is given twice');
}

/** One KeyValue. `depth` is that of the list it stands in. */
export function readKeyValue(reader: WireReader, budget: DecodeBudget, depth: number): Attribute {
  const before = budget.nodes;
  const outer = enter(reader);
  let key = '';
  let value: JsonValue | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === KEY) key = readText(reader);
    else if (tag === VALUE && value !== undefined) throw givenTwice();
    else if (tag === VALUE) value = readAnyValue(reader, budget, depth);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  if (budget.nodes === before) countNode(budget);
  return [key, value ?? null];
}
