// Peers that send a byte at a time, stop in the middle, or connect and say nothing: cut off, and nobody else waits for them.
import { once } from 'node:events';
import { createConnection, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  createAuditWriter,
  createEventMasker,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
} from '@governance-agent/audit-core';
import { createOtelIngestRouter } from '@governance-agent/otel-ingest';
import { createMasker } from '@governance-agent/policy-engine';
import { temporaryDatabaseUrl } from '@governance-agent/testkit';
import express from 'express';
import { createHttpServer } from '../../src/http/server.ts';
import { postLogs } from '../support/ingest.ts';
import { batch, RECORDS } from './faulty-agent.ts';

const clock = { now: Date.now };
const PEERS = 25;

// The server of the agent with less patience.
const LIMITS = { request: 1500, headers: 750, check: 100 };

let stop: () => Promise<void>;
let address: AddressInfo;
let countRows: () => Promise<number>;

beforeAll(async () => {
  const store = await temporaryDatabaseUrl('sqlite');
  const database = openDatabase(store.url);
  await migrate(database);
  const sink = createAuditWriter({ database, clock, signer: createSigner({ key: generateSigningKey() }) });
  const masker = createEventMasker({ masker: createMasker() });
  const authenticator = { authenticate: () => Promise.resolve({ org: 'acme', tenant: 'acme' }) };
  const { router } = createOtelIngestRouter({ authenticator, sink, masker, clock });
  const server = createHttpServer(express().use(router), LIMITS).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = server.address() as AddressInfo;
  countRows = async () => (await database.knex('audit_logs').pluck('seq')).length;
  stop = async () => {
    server.close();
    await sink.close();
    await database.close();
    await store.remove();
  };
});
afterAll(() => stop());

const HEADERS = `POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: ${batch(0).length}\r\n`;

interface Peer {
  readonly name: string;
  readonly sends: string | Buffer;
  /** Sent over and over, a byte at a time. */
  readonly drips: string;
  readonly answer: RegExp;
}

const PEERS_BY_KIND: readonly Peer[] = [
  { name: 'says nothing', sends: '', drips: '', answer: /^(HTTP\/1\.1 408 .*)?$/s },
  { name: 'never ends its headers', sends: HEADERS, drips: 'X: y\r\n', answer: /^HTTP\/1\.1 408 / },
  { name: 'drips its body', sends: `${HEADERS}\r\n`, drips: '\n', answer: /^(HTTP\/1\.1 (408|503) .*)?$/s },
  {
    name: 'stops in the middle of its body',
    sends: Buffer.concat([Buffer.from(`${HEADERS}\r\n`), batch(0).subarray(0, 500)]),
    drips: '',
    answer: /^(HTTP\/1\.1 (408|503) .*)?$/s,
  },
];

/** Resolves to what it was answered, once it is cut off. */
function endOf({ sends, drips }: Peer): Promise<string> {
  const socket = createConnection({ port: address.port, host: address.address });
  socket.on('error', () => undefined);
  socket.write(sends);
  let place = 0;
  const drip = setInterval(() => drips !== '' && socket.write(drips.charAt(place++ % drips.length)), 100);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  // A reset is an end as well: `once` of events would reject with it.
  socket.on('close', () => {
    clearInterval(drip);
    resolve(answer);
  });
  return ended;
}

test.each(PEERS_BY_KIND.map((peer, index) => [peer.name, peer, index] as const))(
  `${PEERS} peers, each of which %s`,
  async (_name, peer, index) => {
    const peers = Array.from({ length: PEERS }, () => endOf(peer));
    const url = `http://127.0.0.1:${address.port}`;
    expect((await postLogs(url, '', batch((index + 1) * 1000))).status).toBe(200);
    for (const answer of await Promise.all(peers)) {
      expect(answer).toMatch(peer.answer);
    }
    expect(await countRows()).toBe((index + 1) * RECORDS);
  },
);

test('the agent itself waits 15 s for headers and 30 s for a request', () => {
  const { headersTimeout, requestTimeout } = createHttpServer(() => undefined);
  expect([headersTimeout, requestTimeout]).toEqual([15_000, 30_000]);
});
