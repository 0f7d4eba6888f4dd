// Content-Encoding: gzip in all its forms, other codings, broken streams.
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { accepted, isExportResponse, notCoded, refused, status } from '../judge/checks.ts';
import { sends } from '../judge/judge.ts';
import { inPieces } from '../messages/in-pieces.ts';
import { GZIP, gzipped, plainLog, raw, type PlanOf } from '../messages/plans.ts';
import type { CaseGroup } from '../model.ts';
import {
  GZIP_FORMAT,
  GZIP_HEADER,
  HTTP_415,
  HTTP_ACCEPT_ENCODING,
  HTTP_CODINGS,
  HTTP_GZIP,
  OTLP_BAD_DATA,
  OTLP_COMPRESSION,
  OTLP_REQUEST,
} from '../sources.ts';
import { rule } from './rule.ts';

const log = plainLog('protobuf');
const coded = (name: string, compress: (body: Buffer) => Buffer = (body) => body): PlanOf =>
  relabelled(gzipped(log, compress), name);

function relabelled(plan: PlanOf, coding: string): PlanOf {
  return (facts) => ({ ...plan(facts), headers: { 'content-encoding': coding } });
}

/** Two members, as a sender that compresses in steps writes them. */
function twoMembers(body: Buffer): Buffer {
  return Buffer.concat([gzipSync(body.subarray(0, 10)), gzipSync(body.subarray(10))]);
}

/** Every optional part of the header: extra field, name, comment and the checksum of the header itself. */
function withHeaderFields(body: Buffer): Buffer {
  const plain = gzipSync(body);
  const FEXTRA_FNAME_FCOMMENT = 4 | 8 | 16;
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = FEXTRA_FNAME_FCOMMENT;
  const extra = Buffer.from([4, 0, 0x41, 0x42, 0, 0]);
  return Buffer.concat([head, extra, Buffer.from('name\0a comment\0', 'latin1'), plain.subarray(10)]);
}

const cut = (body: Buffer): Buffer => gzipSync(body).subarray(0, -12);
const corrupt = (body: Buffer): Buffer =>
  Buffer.concat([gzipSync(body).subarray(0, 10), Buffer.alloc(40, 0xff)]);

/** A stream whose checksum is not that of its content. */
function wrongChecksum(body: Buffer): Buffer {
  const bytes = gzipSync(body);
  bytes.writeUInt32LE(0, bytes.length - 8);
  return bytes;
}

const good = [
  rule(331, 'MUST', OTLP_COMPRESSION, 'gzip, protobuf', sends(gzipped(log), accepted)),
  rule(332, 'MUST', OTLP_COMPRESSION, 'gzip, JSON', sends(gzipped(plainLog('json')), accepted)),
  rule(333, 'MUST', OTLP_COMPRESSION, 'gzip in chunks', sends(inPieces(gzipped(log), 3), accepted)),
  rule(334, 'SHOULD', GZIP_FORMAT, 'gzip of several members', sends(gzipped(log, twoMembers), accepted)),
  rule(
    335,
    'MUST',
    GZIP_HEADER,
    'gzip with extra field, file name and comment',
    sends(gzipped(log, withHeaderFields), accepted),
  ),
  rule(
    336,
    'MUST',
    HTTP_CODINGS,
    'GZIP is gzip',
    sends(
      coded('GZIP', (body) => gzipSync(body)),
      accepted,
    ),
  ),
  rule(
    337,
    'SHOULD',
    HTTP_GZIP,
    'x-gzip is gzip',
    sends(
      coded('x-gzip', (body) => gzipSync(body)),
      accepted,
    ),
  ),
  rule(338, 'MAY', HTTP_CODINGS, 'identity is no coding', sends(coded('identity'), accepted)),
  rule(
    339,
    'MAY',
    HTTP_CODINGS,
    'deflate',
    sends(
      coded('deflate', (body) => deflateSync(body)),
      accepted,
    ),
  ),
  rule(
    340,
    'MAY',
    HTTP_CODINGS,
    'br',
    sends(
      coded('br', (body) => brotliCompressSync(body)),
      accepted,
    ),
  ),
  rule(
    341,
    'MAY',
    HTTP_CODINGS,
    'zstd',
    sends(
      coded('zstd', (body) => zstdCompressSync(body)),
      accepted,
    ),
  ),
  rule(
    342,
    'MUST',
    OTLP_REQUEST,
    'With Accept-Encoding: gzip the answer is plain or gzip, and can be read',
    sends(plainLog('json', { headers: { 'accept-encoding': 'gzip' } }), status(200), isExportResponse),
  ),
  rule(
    343,
    'SHOULD',
    HTTP_ACCEPT_ENCODING,
    'Without Accept-Encoding the answer is not coded',
    sends(plainLog('json'), notCoded),
  ),
];

const bad = [
  rule(351, 'MUST', OTLP_BAD_DATA, 'gzip that is corrupt: 400', sends(gzipped(log, corrupt), status(400))),
  rule(352, 'MUST', OTLP_BAD_DATA, 'gzip that is cut: 400', sends(gzipped(log, cut), status(400))),
  rule(
    353,
    'MUST',
    OTLP_BAD_DATA,
    'A plain body that says it is gzip: 400',
    sends(plainLog('protobuf', { headers: GZIP }), status(400)),
  ),
  rule(
    354,
    'SHOULD',
    GZIP_HEADER,
    'gzip whose checksum is wrong: 400',
    sends(gzipped(log, wrongChecksum), status(400)),
  ),
  rule(355, 'MUST', OTLP_BAD_DATA, 'An unknown coding is refused', sends(coded('lzma'), refused)),
  rule(356, 'SHOULD', HTTP_415, 'An unknown coding: 415', sends(coded('lzma'), status(415))),
  rule(
    357,
    'SHOULD',
    OTLP_BAD_DATA,
    '0 bytes that say they are gzip: 200 or 400',
    sends(raw('logs', 'protobuf', '', { headers: GZIP }), status(200, 400)),
  ),
];

export const COMPRESSION: CaseGroup = { name: 'Compression', cases: [...good, ...bad] };
