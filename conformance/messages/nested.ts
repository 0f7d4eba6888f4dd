// Values within values, deeper than anybody means.
import { DELIMITED, delimited, logsAround, tag, varint } from './wire-bytes.ts';

const ARRAY_VALUE = 5;
const VALUES = 1;
const BODY = 5;

/** A record whose body is an array in an array, `depth` times, as OTLP/JSON. */
export function nestedJson(depth: number): string {
  const open = '{"arrayValue":{"values":['.repeat(depth);
  const value = `${open}{"intValue":"1"}${']}}'.repeat(depth)}`;
  return `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${value}}]}]}]}`;
}

/** The same in protobuf: each level is two messages. */
export function nestedProtobuf(depth: number): Buffer {
  const parts = [Buffer.from([0x18, 1])];
  let length = 2;
  for (let level = 0; level < depth; level += 1) {
    const inner = Buffer.concat([tag(VALUES, DELIMITED), varint(length)]);
    const outer = Buffer.concat([tag(ARRAY_VALUE, DELIMITED), varint(inner.length + length)]);
    parts.unshift(outer, inner);
    length += inner.length + outer.length;
  }
  return logsAround(delimited(BODY, Buffer.concat(parts)));
}
