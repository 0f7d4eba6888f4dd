// Types, codings, the size limit at its very edge, and bodies that become far more than they look.
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { logsJson, logsJsonOfLength } from './support/messages.ts';
import { JSON_TYPE, post, PROTOBUF } from './support/post.ts';
import { CREDENTIAL, testPorts } from './support/test-ports.ts';
import { startServer, type TestServer } from './support/test-server.ts';

const LIMIT = 1_000_000;
const MEBIBYTE = 1024 * 1024;
const codings = {
  identity: (body: Buffer) => body,
  gzip: (body: Buffer) => zlib.gzipSync(body),
  'x-gzip': (body: Buffer) => zlib.gzipSync(body),
  deflate: (body: Buffer) => zlib.deflateSync(body),
  br: (body: Buffer) => zlib.brotliCompressSync(body, quick),
  zstd: (body: Buffer) => zlib.zstdCompressSync(body),
} as const;
const quick = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } };
const all: readonly [string, string, (body: Buffer) => Buffer][] = [
  ...Object.entries(codings).map(([name, encode]): [string, string, (body: Buffer) => Buffer] => [
    name,
    name,
    encode,
  ]),
  ['deflate without the zlib header', 'deflate', (body) => zlib.deflateRawSync(body)],
  ['gzip in two members', 'gzip', (body) => Buffer.concat(halves(body).map((half) => zlib.gzipSync(half)))],
  ['gzip written oddly', ' identity, GZIP ', codings.gzip],
];
const compressed = all.filter(([, coding]) => coding !== 'identity');

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { maxBodyBytes: LIMIT, inflightBytes: LIMIT } });
});
afterAll(() => server.close());

const send = (body: Buffer | string, coding?: string) =>
  post(`${server.url}/v1/logs`, {
    body,
    headers: { ...JSON_TYPE, ...(coding === undefined ? {} : { 'content-encoding': coding }) },
  });

describe('Content-Type', () => {
  const types: readonly [string | undefined, number, string][] = [
    ['application/json', 200, 'application/json'],
    ['Application/JSON; charset=utf-8', 200, 'application/json'],
    ['APPLICATION/X-PROTOBUF', 200, 'application/x-protobuf'],
    ['application/x-protobuf ; a="b;c"', 200, 'application/x-protobuf'],
    [undefined, 415, 'application/json'],
    ['', 415, 'application/json'],
    ['text/plain', 415, 'application/json'],
    ['application/grpc', 415, 'application/json'],
    ['application/jsonx', 415, 'application/json'],
    ['multipart/form-data; boundary=application/json', 415, 'application/json'],
  ];
  test.each(types)('%s is %d', async (type, status, answered) => {
    const headers = { authorization: CREDENTIAL, ...(type === undefined ? {} : { 'content-type': type }) };
    const got = await post(`${server.url}/v1/logs`, { headers });
    expect([got.status, got.headers['content-type']]).toEqual([status, answered]);
    if (status === 415) expect(got.headers['accept']).toBe('application/x-protobuf, application/json');
  });
});

describe('Content-Encoding', () => {
  test.each(all)('%s', async (name, coding, encode) => {
    const before = server.ports.rows.length;
    const got = await send(encode(logsJson(1, `${name} ${'x'.repeat(99)}`)), coding);
    expect([got.status, server.ports.rows.length]).toEqual([200, before + 1]);
  });

  test.each(['compress', 'gzip2', 'gzip, br', 'gzip, gzip', 'identity, nothing', '*', 'aws-chunked'])(
    '%s is 415',
    async (coding) => {
      const got = await send(codings.gzip(logsJson(1)), coding);
      expect([got.status, got.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br, zstd']);
    },
  );

  test.each(compressed)('%s cut short is 400', async (_name, coding, encode) => {
    const whole = encode(logsJson(300, noise(500)));
    for (const length of [1, 2, 20, whole.length >> 1, whole.length - 1]) {
      const got = await send(whole.subarray(0, length), coding);
      expect([length, got.status]).toEqual([length, 400]);
    }
  });

  test.each(compressed)('garbage called %s is 400', async (_name, coding) => {
    const got = await send(Buffer.from('{"resourceLogs":[]}'), coding);
    expect(got.status).toBe(400);
    expect(got.body.toString()).not.toContain('resourceLogs');
  });
});

describe('size', () => {
  test.each(all)('%s: exactly the limit passes, one byte more is 413', async (_name, coding, encode) => {
    expect((await send(encode(logsJsonOfLength(LIMIT)), coding)).status).toBe(200);
    expect((await send(encode(logsJsonOfLength(LIMIT + 1)), coding)).status).toBe(413);
  });

  test.each(compressed)('%s: a small limit holds as well', async (_name, coding, encode) => {
    const own = await startServer({ settings: { maxBodyBytes: 4096 } });
    const headers = { ...JSON_TYPE, 'content-encoding': coding };
    const statuses: number[] = [];
    for (const length of [4096, 4097]) {
      const body = encode(logsJsonOfLength(length));
      statuses.push((await post(`${own.url}/v1/logs`, { body, headers })).status);
    }
    await own.close();
    expect(statuses).toEqual([200, 413]);
  });

  test('what does not shrink is refused by its declared length', async () => {
    const got = await send(codings.gzip(Buffer.from(noise(2 * LIMIT))), 'gzip');
    expect(got.status).toBe(413);
  });

  test.each(compressed)('64 MiB of zeros as %s are 413 and cost no share', async (_name, coding, encode) => {
    const bomb = encode(Buffer.alloc(64 * MEBIBYTE));
    const all = await Promise.all([1, 2, 3].map(() => send(bomb, coding)));
    for (const { status } of all) expect([413, 503]).toContain(status);
    expect((await send(codings.gzip(logsJsonOfLength(LIMIT)), 'gzip')).status).toBe(200);
  });

  test('a zstd frame that asks for a window beyond 8 MiB is refused', async () => {
    const params = { [zlib.constants.ZSTD_c_windowLog]: 27 };
    const frame = zlib.zstdCompressSync(Buffer.alloc(20 * MEBIBYTE, 'ab'), { params });
    expect((await send(frame, 'zstd')).status).toBe(400);
  });
});

describe('bombs behind the size limit', () => {
  const records = 4_000_000;
  // resource_logs { scope_logs { log_records {} ... } }: two bytes for each record
  const emptyRecords = envelope(envelope(Buffer.alloc(records * 2, Buffer.from([0x12, 0]))), 0x0a);
  const rows: readonly [string, object, Buffer][] = [
    ['empty protobuf records', PROTOBUF, emptyRecords],
    [
      'empty JSON records',
      JSON_TYPE,
      Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${'{},'.repeat(99_999)}{}]}]}]}`),
    ],
    ['JSON brackets', JSON_TYPE, Buffer.from(`{"resourceLogs":${'['.repeat(4_000_000)}`)],
  ];

  test.each(rows)('%s are refused and nothing is stored', async (_name, headers, body) => {
    const ports = testPorts();
    const own = await startServer({ ports });
    const sent = { ...headers, 'content-encoding': 'gzip' };
    const got = await post(`${own.url}/v1/logs`, { body: zlib.gzipSync(body), headers: sent });
    await own.close();
    expect([400, 413]).toContain(got.status);
    expect(ports.rows).toEqual([]);
  });

  function envelope(content: Buffer, tag = 0x12): Buffer {
    return Buffer.concat([Buffer.from([tag]), varint(content.length), content]);
  }
});

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

function halves(body: Buffer): [Buffer, Buffer] {
  const middle = body.length >> 1;
  return [body.subarray(0, middle), body.subarray(middle)];
}

/** Text that hardly compresses, the same in every run. */
function noise(length: number): string {
  let state = 1;
  let text = '';
  while (text.length < length) {
    state = (state * 48_271) % 2_147_483_647;
    text += state.toString(36);
  }
  return text.slice(0, length);
}
