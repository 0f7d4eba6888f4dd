// Repeated and signed numbers over the protobufjs Reader.
import type { Reader } from 'protobufjs';
import type { DecodeBudget } from '../budget.ts';
import { addBucket } from '../point.ts';
import { enter, leave, readFixed64, type WireReader } from './wire.ts';

/** A double; minus zero is zero, so that both codecs give the same. */
export function readDouble(reader: Reader): number {
  const value = reader.double();
  return value === 0 ? 0 : value;
}

/** An sfixed64. */
export function readSfixed64(reader: WireReader): bigint {
  return BigInt.asIntN(64, readFixed64(reader));
}

/** A uint64 as varint. */
export function readUint64(reader: Reader): bigint {
  const { low, high } = reader.uint64();
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** A packed list; writers may also repeat the field, which the caller reads one by one. */
export function readPacked<T>(
  reader: WireReader,
  budget: DecodeBudget,
  list: T[],
  read: (reader: WireReader) => T,
): void {
  const outer = enter(reader);
  while (reader.pos < reader.len) addBucket(budget, list, read(reader));
  leave(reader, outer);
}
