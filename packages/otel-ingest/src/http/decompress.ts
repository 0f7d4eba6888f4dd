// Wire bytes -> body bytes. What a small body grows into is bounded at every step (OTLP rules H1, H9).
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { IngestError, malformed } from '../errors.ts';
import { giveBack, giveBackPiece } from '../load/give-back.ts';
import { collectBytes } from './collect-bytes.ts';
import type { ContentCoding } from './content-encoding.ts';
import { bodyTooLarge, type BodyBounds } from './read-body.ts';

type Compressed = 'gzip' | 'zlib' | 'rawDeflate' | 'br' | 'zstd';

interface Decompressor {
  readonly sync: (bytes: Buffer, maxOutputLength: number) => Buffer;
  readonly stream: () => Transform;
}

/** Small to small is done at once; everything else leaves the event loop free. */
const SYNC_INPUT_BYTES = 32 * 1024;
const SYNC_OUTPUT_BYTES = 256 * 1024;
const chunkSize = 64 * 1024;

// 8 MiB is the largest window a decoder of this content coding must offer (RFC 9659); the library would give 128 MiB.
const zstdParams = { [zlib.constants.ZSTD_d_windowLogMax]: 23 };

const DECOMPRESSORS: Readonly<Record<Compressed, Decompressor>> = {
  gzip: {
    sync: (bytes, maxOutputLength) => zlib.gunzipSync(bytes, { maxOutputLength }),
    stream: () => zlib.createGunzip({ chunkSize }),
  },
  zlib: {
    sync: (bytes, maxOutputLength) => zlib.inflateSync(bytes, { maxOutputLength }),
    stream: () => zlib.createInflate({ chunkSize }),
  },
  rawDeflate: {
    sync: (bytes, maxOutputLength) => zlib.inflateRawSync(bytes, { maxOutputLength }),
    stream: () => zlib.createInflateRaw({ chunkSize }),
  },
  br: {
    sync: (bytes, maxOutputLength) => zlib.brotliDecompressSync(bytes, { maxOutputLength }),
    stream: () => zlib.createBrotliDecompress({ chunkSize }),
  },
  zstd: {
    sync: (bytes, maxOutputLength) => zlib.zstdDecompressSync(bytes, { maxOutputLength, params: zstdParams }),
    stream: () => zlib.createZstdDecompress({ chunkSize, params: zstdParams }),
  },
};

/**
 * Undoes the content coding. Nothing at all stays nothing, whatever the coding says: some senders label an empty body.
 * Throws IngestError `malformed` for a stream that is cut or corrupt, `body_too_large` and `overloaded`.
 */
export async function decompress(bytes: Buffer, coding: ContentCoding, bounds: BodyBounds): Promise<Buffer> {
  if (coding === 'identity' || bytes.length === 0) return bytes;
  const decompressor = DECOMPRESSORS[coding === 'deflate' ? deflateKind(bytes) : coding];
  try {
    return (
      decompressAtOnce(bytes, decompressor, bounds) ?? (await decompressInSteps(bytes, decompressor, bounds))
    );
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw malformed(`the body is not a whole ${coding} stream`);
  }
}

/** Undefined when the input or the output is not small. */
function decompressAtOnce(bytes: Buffer, { sync }: Decompressor, bounds: BodyBounds): Buffer | undefined {
  if (bytes.length > SYNC_INPUT_BYTES) return undefined;
  try {
    const body = sync(bytes, Math.min(SYNC_OUTPUT_BYTES, bounds.maxBytes));
    bounds.reservation.cover(body.length);
    return body;
  } catch (error) {
    if (isTooLong(error)) return undefined;
    throw error;
  }
}

async function decompressInSteps(
  bytes: Buffer,
  { stream }: Decompressor,
  bounds: BodyBounds,
): Promise<Buffer> {
  const body = collectBytes(0, bounds.maxBytes);
  let size = 0;
  const transform = stream();
  transform.end(bytes);
  const output: AsyncIterable<Buffer> = transform;
  try {
    for await (const chunk of output) {
      size += chunk.length;
      if (size > bounds.maxBytes) throw bodyTooLarge(bounds.maxBytes);
      bounds.reservation.cover(size);
      if (body.add(chunk)) giveBackPiece(chunk);
    }
  } catch (error) {
    body.drop();
    throw error;
  }
  // It was read to its end: no thread looks at it any more.
  giveBack(bytes);
  return body.whole();
}

/** `deflate` means zlib (RFC 9110 section 8.4.1.2), and some senders leave the two header bytes of RFC 1950 out. */
function deflateKind(bytes: Buffer): 'zlib' | 'rawDeflate' {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0 ? 'zlib' : 'rawDeflate';
}

function isTooLong(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
  );
}
