// Threads that fail: the request is refused so that it is sent again, and the next one finds a thread.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  adoptPrepared,
  createAuditWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  type AuditWriter,
  type Database,
  type PreparedBatch,
} from '@governance-agent/audit-core';
import { claudeLogsRequest, encodeLogsRequest, temporaryDatabaseUrl } from '@governance-agent/testkit';
import type { LogsIngest } from '@governance-agent/otel-ingest';
import { createIngestPool, type IngestPool } from '../../src/ingest-threads/ingest-pool.ts';
import { createThreadedLogs } from '../../src/ingest-threads/threaded-logs.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const setup = { limits: {}, detection: true, policy: {} };
const script = new URL('scripts/dies.ts', import.meta.url);
const clock = { now: () => Date.now() };

let store: Awaited<ReturnType<typeof temporaryDatabaseUrl>>;
let database: Database;
let writer: AuditWriter;
let pool: IngestPool;
let ingest: LogsIngest;

beforeEach(async () => {
  store = await temporaryDatabaseUrl('sqlite');
  database = openDatabase(store.url);
  await migrate(database);
  writer = createAuditWriter({ database, clock, signer: createSigner({ key: generateSigningKey() }) });
  pool = createIngestPool({ setup, threads: 1, script });
  ingest = createThreadedLogs({ pool, sink: writer, withheld: () => undefined });
});
afterEach(async () => {
  await pool.close();
  await writer.close();
  await database.close();
  await store.remove();
});

const body = (from: number, count = 5): Buffer => encodeLogsRequest(claudeLogsRequest(from, count));

test.each(['die now', 'throw now'])(
  '%s: refused without a word of what was sent, then on as before',
  async (text) => {
    await expect(ingest(ACME, 'json', Buffer.from(`{"resourceLogs":[]}${text}`))).rejects.toMatchObject({
      name: 'IngestError',
      code: 'unavailable',
      message: 'the request could not be worked on: send again',
    });
    expect(await ingest(ACME, 'protobuf', body(0))).toMatchObject({ receipt: { appended: 5 } });
  },
);

test('what waits behind a thread that dies is refused, and lands once when it is sent again', async () => {
  const bodies = Array.from({ length: 20 }, (_, index) => body(index * 5));
  const sendAll = () =>
    Promise.allSettled(bodies.map((bytes) => ingest(ACME, 'protobuf', Buffer.from(bytes))));
  const first = sendAll();
  await ingest(ACME, 'json', Buffer.from('die now')).catch(() => undefined);
  await first;
  const second = await sendAll();
  expect(second.every(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await database.knex('audit_logs').count({ rows: '*' })).toEqual([{ rows: 100 }]);
});

test('the body of a caller is as it was when it shares its memory with others', async () => {
  const shared = Buffer.alloc(8192, 7);
  const bytes = body(0);
  bytes.copy(shared, 100);
  await ingest(ACME, 'protobuf', shared.subarray(100, 100 + bytes.length));
  expect(shared.subarray(100, 100 + bytes.length)).toEqual(bytes);
  expect(shared[0]).toBe(7);
});

test('many records of a few bytes each are taken over portion by portion', async () => {
  const taken: number[] = [];
  const sink: Pick<AuditWriter, 'appendPrepared'> = {
    appendPrepared: (batch) => {
      taken.push(batch.rows.length);
      return writer.appendPrepared(batch);
    },
  };
  const small = createThreadedLogs({ pool, sink, withheld: () => undefined });
  const logRecords = Array.from({ length: 1200 }, (_, index) => ({
    timeUnixNano: `${1_700_000_000_000_000_000n + BigInt(index)}`,
  }));
  const bytes = encodeLogsRequest({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  const json = Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }));
  // Short enough to be taken over at once, then too long for it.
  expect(await small(ACME, 'protobuf', bytes)).toMatchObject({ receipt: { appended: 1200 } });
  expect(await small(ACME, 'json', json)).toMatchObject({ receipt: { appended: 0, duplicates: 1200 } });
  expect(taken).toEqual([1200, 512, 512, 176]);
});

test('rows that were not adopted are not appended', async () => {
  const forged = { destination: ACME, rows: [] } as unknown as PreparedBatch;
  await expect(writer.appendPrepared(forged)).rejects.toMatchObject({ code: 'not_masked' });
  const copied = { ...adoptPrepared({ destination: ACME, rows: [] }) } as PreparedBatch;
  await expect(writer.appendPrepared(copied)).rejects.toMatchObject({ code: 'not_masked' });
});
