// The bundled captures are those of the testkit, all of them: `node tools/make-demo-captures.ts` makes them anew.
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { captureRequests, captures, LogsRequest, MetricsRequest } from '@governance-agent/testkit';
import { captures as bundled } from './generated.ts';

test('each request is there, with what it says', () => {
  const requests = captures().flatMap((capture) =>
    captureRequests(capture)
      .filter(({ signal }) => signal !== 'traces')
      .map(({ signal, headers, body }) => {
        const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        const message = signal === 'logs' ? LogsRequest : MetricsRequest;
        return headers['content-type'] === 'application/json'
          ? (JSON.parse(bytes.toString()) as unknown)
          : message.toObject(message.decode(bytes), { longs: String });
      }),
  );
  expect(bundled.map(({ name }) => name)).toEqual(captures());
  expect(bundled.flatMap((capture) => capture.requests.map(({ body }) => body))).toEqual(requests);
});
