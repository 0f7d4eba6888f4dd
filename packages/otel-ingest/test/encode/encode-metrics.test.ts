// What is encoded is what the decoder, and the published schema, read.
import { expect, test } from '@jest/globals';
import { captureRequests, captures, MetricsRequest } from '@governance-agent/testkit';
import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { decodeMetrics } from '../../src/decode/decode-metrics.ts';
import { decodeMetricsProtobuf } from '../../src/decode/protobuf/metrics-request.ts';
import { encodeMetrics } from '../../src/encode/encode-metrics.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';
import { metricsRequest } from '../support/metric-arbitraries.ts';

const limits = DEFAULT_INGEST_SETTINGS;

test('the decoder and the reflected schema read what was encoded', () => {
  fc.assert(
    fc.property(metricsRequest, (request) => {
      const bytes = Buffer.from(MetricsRequest.encode(MetricsRequest.fromObject(request)).finish());
      const { resourceMetrics } = decodeMetricsProtobuf(bytes, limits);
      const encoded = encodeMetrics(resourceMetrics);
      expect(decodeMetricsProtobuf(encoded, limits).resourceMetrics).toEqual(resourceMetrics);
      const oracle = Buffer.from(MetricsRequest.encode(MetricsRequest.decode(encoded)).finish());
      expect(decodeMetricsProtobuf(oracle, limits).resourceMetrics).toEqual(resourceMetrics);
    }),
    { numRuns: 300 },
  );
});

test('every capture survives the way there and back', () => {
  const requests = captures()
    .flatMap(captureRequests)
    .filter(({ signal }) => signal === 'metrics');
  expect(requests.length).toBeGreaterThan(0);
  for (const { headers, body } of requests) {
    const codec = headers['content-type'] === 'application/json' ? 'json' : 'protobuf';
    const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const { resourceMetrics } = decodeMetrics(codec, plain, limits);
    const again = decodeMetrics('protobuf', encodeMetrics(resourceMetrics), limits);
    expect(again.resourceMetrics).toEqual(resourceMetrics);
  }
});
