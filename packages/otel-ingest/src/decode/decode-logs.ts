// bytes -> DecodedLogs, whichever way they are written.
import { boundLogs } from './bound-sizes.ts';
import type { DecodeLimits } from './budget.ts';
import { assertSomethingRead, type DecodedLogs } from './decoded.ts';
import { decodeLogsJson } from './json/logs-request.ts';
import type { Codec } from './model.ts';
import { decodeLogsProtobuf } from './protobuf/logs-request.ts';

/**
 * Decodes an ExportLogsServiceRequest (OTLP 1.11). The same request gives equal values in both codecs.
 * Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`.
 */
export function decodeLogs(codec: Codec, bytes: Buffer, limits: DecodeLimits): DecodedLogs {
  const decoded = codec === 'protobuf' ? decodeLogsProtobuf(bytes, limits) : decodeLogsJson(bytes, limits);
  assertSomethingRead(decoded);
  return boundLogs(decoded, bytes.length);
}
