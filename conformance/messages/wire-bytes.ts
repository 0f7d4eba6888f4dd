// Protobuf by hand, for bytes that no encoder would write (https://protobuf.dev/programming-guides/encoding/).

export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const START_GROUP = 3;
export const END_GROUP = 4;
export const FIXED32 = 5;

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

export function tag(field: number, wireType: number): Buffer {
  return varint(field * 8 + wireType);
}

/** A length-delimited field: a message, a text, bytes. */
export function delimited(field: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([tag(field, DELIMITED), varint(bytes.length), bytes]);
}

/** An ExportLogsServiceRequest whose one record has these bytes. */
export function logsAround(record: Buffer): Buffer {
  return delimited(1, delimited(2, delimited(2, record)));
}
