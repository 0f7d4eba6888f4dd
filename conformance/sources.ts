// Where the rules come from: every case names one of these.

export interface Source {
  readonly name: string;
  readonly url: string;
}

const OTLP = 'https://opentelemetry.io/docs/specs/otlp/';
const otlp = (section: string, anchor: string): Source => ({
  name: `OTLP, ${section}`,
  url: `${OTLP}#${anchor}`,
});
const rfc = (number: number, section: string): Source => ({
  name: `RFC ${number}, ${section}`,
  url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
});

export const OTLP_COMPRESSION = otlp('Protocol Details', 'protocol-details');
export const OTLP_JSON = otlp('JSON Protobuf Encoding', 'json-protobuf-encoding');
export const OTLP_REQUEST = otlp('OTLP/HTTP Request', 'otlphttp-request');
export const OTLP_RESPONSE = otlp('OTLP/HTTP Response', 'otlphttp-response');
export const OTLP_SUCCESS = otlp('Full Success', 'full-success-1');
export const OTLP_PARTIAL = otlp('Partial Success', 'partial-success-1');
export const OTLP_FAILURES = otlp('Failures', 'failures-1');
export const OTLP_RETRYABLE = otlp('Retryable Response Codes', 'retryable-response-codes');
export const OTLP_BAD_DATA = otlp('Bad Data', 'bad-data');
export const OTLP_THROTTLING = otlp('OTLP/HTTP Throttling', 'otlphttp-throttling');
export const OTLP_CONNECTION = otlp('OTLP/HTTP Connection', 'otlphttp-connection');
export const OTLP_CONCURRENT = otlp('OTLP/HTTP Concurrent Requests', 'otlphttp-concurrent-requests');

const PROTO = 'https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto';
export const COMMON_PROTO: Source = { name: 'common.proto', url: `${PROTO}/common/v1/common.proto` };
export const LOGS_PROTO: Source = { name: 'logs.proto', url: `${PROTO}/logs/v1/logs.proto` };
export const METRICS_PROTO: Source = { name: 'metrics.proto', url: `${PROTO}/metrics/v1/metrics.proto` };
export const TRACE_PROTO: Source = { name: 'trace.proto', url: `${PROTO}/trace/v1/trace.proto` };

export const PROTO3_JSON: Source = {
  name: 'ProtoJSON format',
  url: 'https://protobuf.dev/programming-guides/json/',
};
export const PROTO_WIRE: Source = {
  name: 'Protobuf encoding',
  url: 'https://protobuf.dev/programming-guides/encoding/',
};
export const PROTO3: Source = {
  name: 'Proto3 language guide',
  url: 'https://protobuf.dev/programming-guides/proto3/',
};
export const CWE_209: Source = { name: 'CWE-209', url: 'https://cwe.mitre.org/data/definitions/209.html' };

export const JSON_GRAMMAR = rfc(8259, '2');
export const JSON_ENCODING = rfc(8259, '8.1');
export const GZIP_FORMAT = rfc(1952, '2.2');
export const GZIP_HEADER = rfc(1952, '2.3.1');
export const HTTP_FIELD_NAMES = rfc(9110, '5.1');
export const HTTP_FIELD_LIMITS = rfc(9110, '5.4');
export const HTTP_MEDIA_TYPE = rfc(9110, '8.3.1');
export const HTTP_CODINGS = rfc(9110, '8.4.1');
export const HTTP_GZIP = rfc(9110, '8.4.1.3');
export const HTTP_EXPECT = rfc(9110, '10.1.1');
export const HTTP_RETRY_AFTER = rfc(9110, '10.2.3');
export const HTTP_AUTH_SCHEME = rfc(9110, '11.1');
export const HTTP_ACCEPT_ENCODING = rfc(9110, '12.5.3');
export const HTTP_401 = rfc(9110, '15.5.2');
export const HTTP_403 = rfc(9110, '15.5.4');
export const HTTP_404 = rfc(9110, '15.5.5');
export const HTTP_405 = rfc(9110, '15.5.6');
export const HTTP_415 = rfc(9110, '15.5.16');
export const HTTP1_TARGET = rfc(9112, '3.2.2');
export const HTTP1_HOST = rfc(9112, '3.2');
export const HTTP1_TRANSFER = rfc(9112, '6.1');
export const HTTP1_LENGTH = rfc(9112, '6.3');
export const HTTP1_CHUNKED = rfc(9112, '7.1');
export const HTTP1_PERSISTENCE = rfc(9112, '9.3');
export const HTTP1_PIPELINING = rfc(9112, '9.3.2');
export const HTTP1_CLOSE = rfc(9112, '9.6');
