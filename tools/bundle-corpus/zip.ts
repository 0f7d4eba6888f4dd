// Reads and writes ZIP files byte by byte, so that a case can be wrong in exactly one place.
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { readContainer } from '../../verifiers/node/verify-bundle.mjs';

export interface RawEntry {
  readonly name: string;
  readonly data: Buffer;
  /** What stands in the file instead of the true value. */
  readonly localName?: string;
  readonly crc?: number;
  readonly size?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly localFlags?: number;
  readonly packed?: Buffer;
}

export interface ZipFaults {
  readonly comment?: string;
  readonly before?: Buffer;
  readonly behind?: Buffer;
  readonly gap?: Buffer;
  readonly count?: number;
  readonly disk?: number;
}

export type Files = Readonly<Record<string, string>>;

/** Entries of a whole bundle as text. */
export function filesOf(bundle: Uint8Array): Files {
  const entries = [...readContainer(bundle).values()];
  return Object.fromEntries(
    entries.map(({ name, deflated, data }) => [
      name,
      (deflated ? inflateRawSync(data) : Buffer.from(data)).toString(),
    ]),
  );
}

export function entriesOf(files: Files): RawEntry[] {
  return Object.entries(files).map(([name, text]) => ({ name, data: Buffer.from(text) }));
}

export function writeZip(entries: readonly RawEntry[], faults: ZipFaults = {}): Buffer {
  const parts: Buffer[] = [faults.before ?? Buffer.alloc(0)];
  const directory: Buffer[] = [];
  let offset = parts[0]?.length ?? 0;
  for (const entry of entries) {
    const { local, packed, central } = headersOf(entry, offset);
    parts.push(local, packed);
    directory.push(central);
    offset += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const gap = faults.gap ?? Buffer.alloc(0);
  return Buffer.concat([
    ...parts,
    central,
    gap,
    endOf(entries.length, central.length, offset, faults),
    faults.behind ?? Buffer.alloc(0),
  ]);
}

function headersOf(entry: RawEntry, offset: number) {
  const {
    name,
    data,
    localName = name,
    crc = crc32(data),
    size = data.length,
    method = 8,
    flags = 0x800,
  } = entry;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(data) : data);
  const numbers = Buffer.alloc(22);
  numbers.writeUInt16LE(20, 0);
  numbers.writeUInt16LE(flags, 2);
  numbers.writeUInt16LE(method, 4);
  numbers.writeUInt32LE(0x00210000, 6);
  numbers.writeUInt32LE(crc >>> 0, 10);
  numbers.writeUInt32LE(packed.length, 14);
  numbers.writeUInt32LE(size, 18);
  const localNumbers = Buffer.from(numbers);
  localNumbers.writeUInt16LE(entry.localFlags ?? flags, 2);
  const local = Buffer.concat([
    bytes(0x04034b50, 4),
    localNumbers,
    bytes(localName.length, 2),
    bytes(0, 2),
    Buffer.from(localName),
  ]);
  const rest = Buffer.concat([bytes(name.length, 2), Buffer.alloc(12), bytes(offset, 4)]);
  const central = Buffer.concat([bytes(0x02014b50, 4), bytes(20, 2), numbers, rest, Buffer.from(name)]);
  return { local, packed, central };
}

function endOf(
  count: number,
  size: number,
  offset: number,
  { comment = '', count: claimed = count, disk = 0 }: ZipFaults,
): Buffer {
  return Buffer.concat([
    bytes(0x06054b50, 4),
    bytes(disk, 2),
    bytes(disk, 2),
    bytes(claimed, 2),
    bytes(claimed, 2),
    bytes(size, 4),
    bytes(offset, 4),
    bytes(comment.length, 2),
    Buffer.from(comment),
  ]);
}

function bytes(value: number, length: 2 | 4): Buffer {
  const buffer = Buffer.alloc(length);
  buffer.writeUIntLE(value, 0, length);
  return buffer;
}
