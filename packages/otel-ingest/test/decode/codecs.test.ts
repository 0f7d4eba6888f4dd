import { describe, expect, test } from '@jest/globals';
import { captureRequests, captures, LogsRequest } from '@governance-agent/testkit';
import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { decodeLogs } from '../../src/decode/decode-logs.ts';
import { IngestError } from '../../src/errors.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';
import { forOracle, logsRequest } from '../support/otlp-arbitraries.ts';

const limits = DEFAULT_INGEST_SETTINGS;
const json = (request: unknown) => decodeLogs('json', Buffer.from(JSON.stringify(request)), limits);
const protobufBytes = (request: unknown): Buffer =>
  Buffer.from(LogsRequest.encode(LogsRequest.fromObject(forOracle(request))).finish());

const captured = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal === 'logs')
  .map((request) => ({
    name: `${request.capture}/${request.file}`,
    codec: request.headers['content-type'] === 'application/json' ? ('json' as const) : ('protobuf' as const),
    body: request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body,
  }));

interface OracleRequest {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly unknown[] }[];
  }[];
}

function oracleCount(codec: string, body: Buffer): number {
  const plain =
    codec === 'json'
      ? (JSON.parse(body.toString()) as unknown)
      : LogsRequest.toObject(LogsRequest.decode(body));
  const { resourceLogs } = plain as OracleRequest;
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)).length;
}

describe('decodeLogs', () => {
  test('gives equal values for one request in both codecs', () => {
    fc.assert(
      fc.property(logsRequest, (request) => {
        expect(decodeLogs('protobuf', protobufBytes(request), limits)).toEqual(json(request));
      }),
      { numRuns: 300 },
    );
  });

  test.each(captured)('reads every record of $name', ({ codec, body }) => {
    const decoded = decodeLogs(codec, body, limits);
    expect(decoded.records).toBe(oracleCount(codec, body));
    expect(decoded).toMatchObject({ rejectedRecords: 0, surplusAttributes: 0 });
  });

  test('a capture cut at any byte is refused or read in part, never a bare error', () => {
    const body = captured.find(({ codec }) => codec === 'protobuf')?.body ?? Buffer.alloc(0);
    expect(body.length).toBeGreaterThan(1000);
    for (let length = 0; length < Math.min(body.length, 4000); length += 1) {
      try {
        decodeLogs('protobuf', body.subarray(0, length), limits);
      } catch (error) {
        expect(error).toBeInstanceOf(IngestError);
      }
    }
  });

  test.each(['protobuf', 'json'] as const)('arbitrary bytes as %s never give a bare error', (codec) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decodeLogs(codec, Buffer.from(bytes), limits);
        } catch (error) {
          expect(error).toBeInstanceOf(IngestError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('an unknown varint of ten bytes is skipped, one of eleven is malformed', () => {
    const field = (bytes: number): Buffer =>
      Buffer.concat([Buffer.from([0x78]), Buffer.alloc(bytes - 1, 0xff), Buffer.from([1])]);
    expect(decodeLogs('protobuf', field(10), limits).records).toBe(0);
    expect(() => decodeLogs('protobuf', field(11), limits)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });

  test('messages of errors never quote the body', () => {
    const secret = '{"resourceLogs": SECRET-VALUE';
    expect(() => decodeLogs('json', Buffer.from(secret), limits)).toThrow(
      expect.objectContaining({
        code: 'malformed',
        message: expect.not.stringContaining('SECRET') as unknown,
      }),
    );
  });
});
