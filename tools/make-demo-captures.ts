// Writes packages/agent/fixtures/demo/captures.json.gz: every capture of the testkit as OTLP/JSON, for `demo` to shift in time.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { captureRequests, captures, type CapturedRequest } from '../packages/testkit/src/captures.ts';
import { LogsRequest, MetricsRequest } from '../packages/testkit/src/otlp-schema.ts';

const file = path.join(import.meta.dirname, '../packages/agent/fixtures/demo/captures.json.gz');

const all = captures().map((name) => ({
  name,
  requests: captureRequests(name)
    .filter(({ signal }) => signal !== 'traces')
    .map((request) => ({
      signal: request.signal,
      path: request.path,
      userAgent: request.headers['user-agent'],
      body: bodyOf(request),
    })),
}));
writeFileSync(file, gzipSync(JSON.stringify(all), { level: 9 }));
console.log(`${all.length} captures written to ${path.relative(process.cwd(), file)}`);

function bodyOf({ signal, headers, body }: CapturedRequest): unknown {
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  if (headers['content-type'] === 'application/json') return JSON.parse(bytes.toString()) as unknown;
  const message = signal === 'logs' ? LogsRequest : MetricsRequest;
  return message.toObject(message.decode(bytes), { longs: String });
}
