// What is encoded is what the decoder, and the published schema, read.
import { expect, test } from '@jest/globals';
import { captureRequests, captures, LogsRequest } from '@governance-agent/testkit';
import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { decodeLogs } from '../../src/decode/decode-logs.ts';
import { encodeLogs } from '../../src/encode/encode-logs.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';
import { forOracle, logsRequest } from '../support/otlp-arbitraries.ts';

const limits = DEFAULT_INGEST_SETTINGS;

test('decoding an encoded request yields the same again', () => {
  fc.assert(
    fc.property(logsRequest, (request) => {
      const bytes = Buffer.from(LogsRequest.encode(LogsRequest.fromObject(forOracle(request))).finish());
      const decoded = decodeLogs('protobuf', bytes, limits);
      const again = decodeLogs('protobuf', encodeLogs(decoded.resourceLogs), limits);
      expect(again.resourceLogs).toEqual(decoded.resourceLogs);
    }),
    { numRuns: 300 },
  );
});

test('every capture survives the way there and back', () => {
  const requests = captures()
    .flatMap(captureRequests)
    .filter(({ signal }) => signal === 'logs');
  for (const { headers, body } of requests) {
    const codec = headers['content-type'] === 'application/json' ? 'json' : 'protobuf';
    const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const decoded = decodeLogs(codec, plain, limits);
    const bytes = encodeLogs(decoded.resourceLogs);
    expect(decodeLogs('protobuf', bytes, limits).resourceLogs).toEqual(decoded.resourceLogs);
    expect(() => LogsRequest.decode(bytes)).not.toThrow();
  }
});
