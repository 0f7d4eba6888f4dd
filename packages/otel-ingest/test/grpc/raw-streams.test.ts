// Calls that no client library makes: none may be INTERNAL, hang, or take the process down.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeLogsRequest } from '@governance-agent/testkit';
import { gzipSync } from 'node:zlib';
import { logsRequest } from '../http/support/messages.ts';
import { testPorts } from '../http/support/test-ports.ts';
import { call } from './support/grpc-client.ts';
import { startGrpc, type TestReceiver } from './support/grpc-receiver.ts';
import { frame, rawCall } from './support/raw-stream.ts';

const body = Buffer.from(encodeLogsRequest(logsRequest(2)));
const gzip = { 'grpc-encoding': 'gzip' };
const zipped = gzipSync(body);

let receiver: TestReceiver;
beforeAll(async () => {
  receiver = await startGrpc({ settings: { maxBodyBytes: 100_000 } });
});
afterAll(() => receiver.close());

const hostile: readonly [string, string, Buffer, Readonly<Record<string, string>>][] = [
  ['gzip that is none', '3', frame(Buffer.from('no gzip at all'), 1), gzip],
  ['gzip that is cut', '3', frame(zipped.subarray(0, 40), 1), gzip],
  [
    'gzip with a wrong checksum',
    '3',
    frame(Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(8)]), 1),
    gzip,
  ],
  ['a coding nobody knows', '12', frame(zipped, 1), { 'grpc-encoding': 'snappy' }],
  ['compressed without a coding', '12', frame(zipped, 1), {}],
  ['flags of another protocol', '3', frame(body, 0x80), {}],
  ['no message', '3', Buffer.alloc(0), {}],
  ['half a prefix', '3', Buffer.from([0, 0, 0]), {}],
  ['a message that is cut', '3', frame(body).subarray(0, 60), {}],
  ['two messages', '3', Buffer.concat([frame(body), frame(body)]), {}],
  ['four gigabytes announced', '8', Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), {}],
  ['a bomb', '8', frame(gzipSync(Buffer.alloc(50_000_000)), 1), gzip],
];

test.each(hostile)('%s: status %s', async (_name, status, bytes, headers) => {
  const before = receiver.ports.rows.length;
  const got = await rawCall(receiver.port, bytes, headers);
  expect(got.status).toBe(status);
  expect(got.message).not.toContain('user_prompt');
  expect(receiver.ports.rows.length).toBe(before);
});

test('a time limit that is none is the fault of the sender', async () => {
  const got = await rawCall(receiver.port, frame(body), { 'grpc-timeout': 'soon' });
  expect(got.status).toBe('3');
});

test('a stranger is refused before the message has come, and its bytes are not waited for', async () => {
  const got = await rawCall(receiver.port, Buffer.from([0, 0, 0]), { authorization: 'Basic eDp5' }, false);
  expect(got.status).toBe('16');
});

test('a message that announces too much is refused before it has come', async () => {
  const got = await rawCall(receiver.port, Buffer.from([0, 0x10, 0, 0, 0, 1, 2, 3]), {}, false);
  expect(got.status).toBe('8');
});

test('another content type is no gRPC', async () => {
  const got = await rawCall(receiver.port, frame(body), { 'content-type': 'application/json' });
  expect([got.http, got.status]).toEqual([415, undefined]);
});

test('a client that leaves in the middle stores nothing, and the next is served', async () => {
  const ports = testPorts();
  const own = await startGrpc({ ports });
  await Promise.all(
    Array.from({ length: 5 }, () =>
      rawCall(own.port, frame(body).subarray(0, 30), { 'grpc-timeout': '50m' }, false),
    ),
  );
  const got = await call(own.port, { body });
  expect([got.code, ports.rows.length]).toEqual([0, 2]);
  await own.close();
});
