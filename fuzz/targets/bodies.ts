// Compressed bodies: undone whole within the limit, or refused with a code. The first byte names the coding.
import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { IngestError } from '@governance-agent/otel-ingest';
import { decompress } from '../../packages/otel-ingest/src/http/decompress.ts';
import type { ContentCoding } from '../../packages/otel-ingest/src/http/content-encoding.ts';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import type { Target } from '../engine/target.ts';

const CODINGS: readonly ContentCoding[] = ['identity', 'gzip', 'deflate', 'br', 'zstd'];
/** Above what is decompressed at once, so that both ways are gone. */
const MAX_BYTES = 512 * 1024;

const TEXT = Buffer.from('governance '.repeat(200));
const ZEROS = Buffer.alloc(900_000);
const named = (coding: number, bytes: Buffer): Buffer => Buffer.concat([Buffer.from([coding]), bytes]);

async function check(input: Buffer): Promise<void> {
  const coding = CODINGS[(input[0] ?? 0) % CODINGS.length] ?? 'identity';
  let covered = 0;
  const reservation = { cover: (bytes: number): void => void (covered = Math.max(covered, bytes)) };
  try {
    const body = await decompress(input.subarray(1), coding, { maxBytes: MAX_BYTES, reservation });
    assert(body.length <= MAX_BYTES, 'more than the limit came out');
    if (coding !== 'identity') assert.equal(covered, body.length, 'bytes that nobody answers for');
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    assert(covered <= MAX_BYTES);
  }
}

export const bodies: Target = {
  name: 'bodies',
  seeds: () =>
    [TEXT, ZEROS].flatMap((plain) => [
      named(1, zlib.gzipSync(plain)),
      named(2, zlib.deflateSync(plain)),
      named(2, zlib.deflateRawSync(plain)),
      named(3, zlib.brotliCompressSync(plain, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } })),
      named(4, zlib.zstdCompressSync(plain)),
    ]),
  mutators: [mutateBytes],
  testRuns: 500,
  open: () => Promise.resolve({ check }),
};
