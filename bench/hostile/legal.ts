// Large requests that anybody may send: at the limits of records and bytes, in both codecs, plain and compressed.
import zlib from 'node:zlib';
import { claudeLogsRequest, encodeLogsRequest, MetricsRequest } from '@governance-agent/testkit';
import type { Attack } from '../../fuzz/hostile/attacks.ts';

const RECORDS = 10_000;
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { 'content-encoding': 'gzip' };
/** Each request is of records of its own. */
let sent = 0;

interface Request {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly { readonly attributes: { key: string; value: unknown }[] }[];
    }[];
  }[];
}

function logs(count: number, padding: number): Request {
  const request = claudeLogsRequest((sent += RECORDS), count) as Request;
  const value = { stringValue: 'lorem ipsum dolor '.repeat(padding / 18) };
  for (const { scopeLogs } of request.resourceLogs)
    for (const { logRecords } of scopeLogs)
      for (const { attributes } of logRecords) attributes.push({ key: 'note', value });
  return request;
}

function people(): Request {
  const request = logs(RECORDS, 0);
  const own = (index: number) => ({
    'session.id': `session-${sent + index}`,
    'user.email': `p${sent + index}@acme.example`,
    model: `model-${index}`,
    tool_name: `Tool${index}`,
  });
  for (const { scopeLogs } of request.resourceLogs)
    for (const { logRecords } of scopeLogs)
      for (const [index, record] of (
        logRecords as { attributes: { key: string; value: unknown }[] }[]
      ).entries()) {
        const named = Object.entries(own(index)).map(([key, stringValue]) => ({
          key,
          value: { stringValue },
        }));
        const others = record.attributes.filter(({ key }) => !(key in own(0)));
        record.attributes.splice(0, record.attributes.length, ...others, ...named);
      }
  return request;
}

function points(series: number) {
  sent += RECORDS;
  const dataPoints = Array.from({ length: RECORDS }, (_, index) => ({
    startTimeUnixNano: '1700000000000000000',
    timeUnixNano: String(1_700_000_000_000_000_000n + BigInt(sent + index) * 1_000_000n),
    asDouble: index,
    attributes: [{ key: 'session.id', value: { stringValue: `s${index % series}` } }],
  }));
  const metric = {
    name: 'claude_code.token.usage',
    sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints },
  };
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] };
}

/** So short that ten thousand are a body of 130 KB. */
function short(): Request {
  sent += RECORDS;
  const logRecords = Array.from({ length: RECORDS }, (_, index) => ({
    timeUnixNano: String(1_700_000_000_000_000_000n + BigInt(sent + index)),
    attributes: [],
  }));
  return { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
}

const json = (request: unknown): Buffer => Buffer.from(JSON.stringify(request));
const protobuf = (request: object): Buffer =>
  Buffer.from(MetricsRequest.encode(MetricsRequest.fromObject(request)).finish());

const legal = (name: string, path: string, headers: Record<string, string>, body: () => Buffer): Attack => ({
  name,
  path,
  headers,
  statuses: [200],
  body,
});

export function legalRequests(): Attack[] {
  return [
    legal('10,000 records', '/v1/logs', PROTOBUF, () => encodeLogsRequest(logs(RECORDS, 0))),
    legal('10,000 records, gzip', '/v1/logs', { ...PROTOBUF, ...GZIP }, () =>
      zlib.gzipSync(encodeLogsRequest(logs(RECORDS, 0))),
    ),
    legal('10,000 records, JSON', '/v1/logs', JSON_TYPE, () => json(logs(RECORDS, 0))),
    legal('10,000 records of 10,000 people', '/v1/logs', PROTOBUF, () => encodeLogsRequest(people())),
    legal('10,000 records of nothing but a time', '/v1/logs', PROTOBUF, () => encodeLogsRequest(short())),
    legal('10,000 records of 6 KB', '/v1/logs', PROTOBUF, () => encodeLogsRequest(logs(RECORDS, 5000))),
    legal('500 records of 100 KB', '/v1/logs', PROTOBUF, () => encodeLogsRequest(logs(500, 100_000))),
    legal('one record of 60 MB', '/v1/logs', PROTOBUF, () => encodeLogsRequest(logs(1, 60_000_000))),
    legal('10,000 points', '/v1/metrics', PROTOBUF, () => protobuf(points(100))),
    legal('10,000 points of 10,000 series', '/v1/metrics', PROTOBUF, () => protobuf(points(RECORDS))),
    legal('10,000 points, JSON, gzip', '/v1/metrics', { ...JSON_TYPE, ...GZIP }, () =>
      zlib.gzipSync(json(points(100))),
    ),
  ];
}
