// Values within values, deeper than anybody means.
import { delimited, logsAround } from './wire-bytes.ts';

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
  let value: Buffer = Buffer.from([0x18, 1]);
  for (let level = 0; level < depth; level += 1) value = delimited(ARRAY_VALUE, delimited(VALUES, value));
  return logsAround(delimited(BODY, value));
}
