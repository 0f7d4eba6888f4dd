// bytes -> DecodedMetrics, whichever way they are written.
import { boundMetrics } from './bound-sizes.ts';
import type { DecodeLimits } from './budget.ts';
import { assertSomethingRead } from './decoded.ts';
import type { DecodedMetrics } from './decoded-metrics.ts';
import { decodeMetricsJson } from './json/metrics-request.ts';
import type { Codec } from './model.ts';
import { decodeMetricsProtobuf } from './protobuf/metrics-request.ts';

/**
 * Decodes an ExportMetricsServiceRequest (OTLP 1.11). The same request gives equal values in both codecs.
 * Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`.
 */
export function decodeMetrics(codec: Codec, bytes: Buffer, limits: DecodeLimits): DecodedMetrics {
  const decoded =
    codec === 'protobuf' ? decodeMetricsProtobuf(bytes, limits) : decodeMetricsJson(bytes, limits);
  assertSomethingRead(decoded);
  return boundMetrics(decoded);
}
