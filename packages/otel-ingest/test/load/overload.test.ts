// A store that gets more than it can take, in a time of its own: it is kept at work, and what it does is answered in time.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { IngestError } from '../../src/errors.ts';
import { createLoadLimits } from '../../src/load/load-limits.ts';
import type { LogsIngest } from '../../src/ports.ts';
import { DEFAULT_INGEST_SETTINGS as settings } from '../../src/settings.ts';
import { storeBody } from '../../src/store-body.ts';

const SECONDS = 20;
const MEBIBYTE = 1024 * 1024;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Takes one body after the other. */
function slowStore(bytesPerSecond: number) {
  const done = { bytes: 0, idle: 0 };
  let free = performance.now();
  const ingestLogs: LogsIngest = async (_destination, _codec, { length }) => {
    const now = performance.now();
    done.idle += Math.max(0, now - free);
    done.bytes += length;
    free = Math.max(free, now) + (length / bytesPerSecond) * 1000;
    await new Promise((resolve) => setTimeout(resolve, free - now));
    return { receipt: undefined, rejected: 0, message: '' };
  };
  return { done, ingestLogs };
}

function clientsOf(ingestLogs: LogsIngest) {
  const limits = createLoadLimits(settings);
  const countRecords = () => Promise.resolve(0);
  const deps = { settings, turns: limits.turns, ingestLogs, ingestMetrics: undefined, countRecords };
  const answered = { bytes: 0 };
  const store = async (length: number, tenant: string): Promise<void> => {
    const reservation = limits.admission.admit(tenant, length);
    const destination = { org: tenant, tenant, dataset: 'default' };
    const body = { signal: 'logs', destination, codec: 'protobuf', bytes: Buffer.alloc(length) } as const;
    await storeBody(deps, body, reservation);
    answered.bytes += length;
  };
  const send = (length: number, tenant = 'acme'): void => void store(length, tenant).catch(ignoreRefusal);
  return { answered, send };
}

function ignoreRefusal(error: unknown): void {
  expect(error).toBeInstanceOf(IngestError);
}

test.each([
  { megabytes: 1, times: 2, atFirst: 0 },
  { megabytes: 3, times: 2, atFirst: 0 },
  { megabytes: 3, times: 10, atFirst: 0 },
  { megabytes: 3, times: 2, atFirst: 500 },
  { megabytes: 20, times: 2, atFirst: 0 },
  { megabytes: 20, times: 2, atFirst: 100 },
])(
  '$megabytes MB/s, $times times as much, $atFirst bodies at once',
  async ({ megabytes, times, atFirst }) => {
    const { done, ingestLogs } = slowStore(megabytes * 1e6);
    const { answered, send } = clientsOf(ingestLogs);
    const bytes = megabytes * 40_000;
    for (let sent = 0; sent < atFirst; sent += 1) send(bytes);
    for (let sent = 0; sent < SECONDS * 25 * times; sent += 1) {
      send(bytes);
      await jest.advanceTimersByTimeAsync(1000 / 25 / times);
    }
    await jest.advanceTimersByTimeAsync(60_000);
    expect({ forNobody: done.bytes - answered.bytes, idle: done.idle }).toEqual({ forNobody: 0, idle: 0 });
    expect(answered.bytes).toBeGreaterThan(0.95 * SECONDS * megabytes * 1e6);
  },
);

test('a body of 64 MiB that is stored for long holds up nobody else', async () => {
  const ingestLogs: LogsIngest = async (_destination, _codec, { length }) => {
    await new Promise((resolve) => setTimeout(resolve, length / 50_000));
    return { receipt: undefined, rejected: 0, message: '' };
  };
  const { answered, send } = clientsOf(ingestLogs);
  send(64 * MEBIBYTE, 'large');
  send(64 * MEBIBYTE, 'too');
  for (let sent = 0; sent < 100; sent += 1) {
    send(20_000, 'acme');
    await jest.advanceTimersByTimeAsync(10);
  }
  expect(answered.bytes).toBe(100 * 20_000);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(answered.bytes).toBe(100 * 20_000 + 2 * 64 * MEBIBYTE);
});
