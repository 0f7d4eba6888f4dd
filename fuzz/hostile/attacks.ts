// Bodies made to hurt, and how each may be answered. None is content that anybody would send.
import zlib from 'node:zlib';
import { LogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import { delimited } from '../engine/mutate-protobuf.ts';

export interface Attack {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: () => Buffer;
  /** Statuses that are right for it; 429 and 503 are right for everything while others are in work. */
  readonly statuses: readonly number[];
}

const MEBIBYTE = 1024 * 1024;
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

const attack = (
  name: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  statuses: readonly number[],
  body: () => Buffer,
): Attack => ({ name, path, headers: { 'content-type': PROTOBUF, ...headers }, statuses, body });

/** `bytes` of a pattern, three levels of field `numbers` around it. */
const filled = (bytes: number, pattern: string, ...numbers: readonly number[]): Buffer =>
  numbers.reduceRight<Buffer>(
    (inner, number) => delimited(number, inner),
    Buffer.alloc(bytes, Buffer.from(pattern, 'hex')),
  );
const json = (start: string, unit: string, bytes: number, end: string): Buffer =>
  Buffer.concat([Buffer.from(start), Buffer.alloc(bytes, unit), Buffer.from(end)]);

const bomb = (compress: (plain: Buffer) => Buffer): Buffer => compress(Buffer.alloc(192 * MEBIBYTE));
const brotli = (plain: Buffer): Buffer =>
  zlib.brotliCompressSync(plain, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } });

function numberedKeys(bytes: number, key: (index: number) => string): Buffer {
  const parts: string[] = [];
  for (let index = 0, size = 0; size < bytes; index += 1) {
    const part = `"${key(index)}":0`;
    parts.push(part);
    size += part.length + 1;
  }
  return Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{${parts.join(',')}}}]}]}]}`);
}

function manyAttributes(count: number, key: (index: number) => string): Buffer {
  const attributes = Array.from({ length: count }, (_, index) => ({
    key: key(index),
    value: { intValue: index },
  }));
  return encodeLogsRequest({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes }] }] }] });
}

function largeResource(count: number): Buffer {
  const attributes = [{ key: 'note', value: { stringValue: 'x'.repeat(64 * 1024) } }];
  const logRecords = Array.from({ length: count }, () => ({ attributes: [] }));
  return Buffer.from(
    LogsRequest.encode(
      LogsRequest.fromObject({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }] }),
    ).finish(),
  );
}

function protoKeys(): Buffer {
  const values = ['__proto__', 'constructor', 'toString', '__proto__'].map((key) => ({
    key,
    value: { stringValue: 'x' },
  }));
  const record = { attributes: [...values, { key: 'a', value: { kvlistValue: { values } } }] };
  return Buffer.from(
    LogsRequest.encode(
      LogsRequest.fromObject({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
    ).finish(),
  );
}

/** @param size bytes of the large ones: 64 MiB is what the receiver lets in. */
export function attacks(size: number): Attack[] {
  const most = size - 64;
  const asJson = { 'content-type': JSON_TYPE };
  const flood = (key: (index: number) => string) => () => numberedKeys(Math.min(size, 40 * MEBIBYTE), key);
  return [
    attack('gzip bomb of 192 MiB', '/v1/logs', { 'content-encoding': 'gzip' }, [413], () =>
      bomb((plain) => zlib.gzipSync(plain)),
    ),
    attack('zstd bomb of 192 MiB', '/v1/logs', { 'content-encoding': 'zstd' }, [413], () =>
      bomb((plain) => zlib.zstdCompressSync(plain)),
    ),
    attack('br bomb of 192 MiB', '/v1/logs', { 'content-encoding': 'br' }, [413], () => bomb(brotli)),
    attack('gzip in gzip', '/v1/logs', { 'content-encoding': 'gzip, gzip' }, [415], () =>
      zlib.gzipSync(zlib.gzipSync(Buffer.alloc(MEBIBYTE))),
    ),
    attack('empty log records', '/v1/logs', {}, [413], () => filled(most, '1200', 1, 2)),
    attack('empty log records, gzip', '/v1/logs', { 'content-encoding': 'gzip' }, [413], () =>
      zlib.gzipSync(filled(most, '1200', 1, 2)),
    ),
    attack('unknown fields, logs', '/v1/logs', {}, [413], () =>
      Buffer.alloc(most, Buffer.from('7801', 'hex')),
    ),
    attack('empty metrics', '/v1/metrics', {}, [413], () => filled(most, '1200', 1, 2)),
    attack('unknown fields, metrics', '/v1/metrics', {}, [413], () =>
      Buffer.alloc(most, Buffer.from('7801', 'hex')),
    ),
    attack('empty spans', '/v1/traces', {}, [413], () => filled(most, '1200', 1, 2)),
    attack('nested lists, JSON', '/v1/logs', asJson, [400, 413], () =>
      json('{"resourceLogs":', '[', most, ''),
    ),
    attack('nested lists below the cap, JSON', '/v1/logs', asJson, [400, 413], () =>
      json('{"resourceLogs":', '[', Math.min(most, 10 * MEBIBYTE), ''),
    ),
    attack('empty objects, JSON', '/v1/logs', asJson, [400, 413], () =>
      json('{"resourceLogs":[', '{},', Math.min(most, 15 * MEBIBYTE), '{}]}'),
    ),
    attack('empty objects, JSON metrics', '/v1/metrics', asJson, [400, 413], () =>
      json('{"resourceMetrics":[', '{},', Math.min(most, 15 * MEBIBYTE), '{}]}'),
    ),
    attack(
      'distinct keys, JSON',
      '/v1/logs',
      asJson,
      [200, 400, 413],
      flood((index) => `k${index}`),
    ),
    attack(
      'integer-like keys, JSON',
      '/v1/logs',
      asJson,
      [200, 400, 413],
      flood((index) => `${Math.imul(index, 0x9e3779b1) >>> 0}`),
    ),
    attack('10,000 attributes', '/v1/logs', {}, [200], () => manyAttributes(10_000, (index) => `${index}`)),
    attack('attributes with huge keys', '/v1/logs', {}, [200], () =>
      manyAttributes(128, (index) => `${index}`.padStart(64 * 1024, 'k')),
    ),
    attack('a resource of 64 KiB for every record', '/v1/logs', {}, [413], () => largeResource(10_000)),
    attack('__proto__ keys', '/v1/logs', {}, [200], protoKeys),
    attack('invalid UTF-8', '/v1/logs', {}, [200], () => filled(MEBIBYTE, 'eda080ff', 1, 2, 2, 3)),
  ];
}
