import { describe, expect, test } from '@jest/globals';
import type { LogRecord } from '../../src/decode/model.ts';
import { mapLogs } from '../../src/map/map-logs.ts';
import { logRecord, RECEIVED_AT, resourceLogs, TIME } from './records.ts';

const keys = (records: readonly LogRecord[], resource = {}, scope = {}, receivedAt = RECEIVED_AT) =>
  mapLogs([resourceLogs(records, resource, scope)], receivedAt).map(({ idempotencyKey }) => idempotencyKey);
const key = (record: LogRecord, resource = {}, scope = {}) => keys([record], resource, scope)[0];
const base = logRecord({ a: 1, 'event.name': 'x' });

describe('idempotency key', () => {
  test('a request sent again gives the same keys, equal records included', () => {
    const request = [base, logRecord({ b: 1 }), base, base];
    expect(new Set(keys(request)).size).toBe(4);
    expect(keys(request)).toEqual(keys(request, {}, {}, RECEIVED_AT + 5000));
  });

  test('equal records count across resources of one request', () => {
    const events = mapLogs([resourceLogs([base]), resourceLogs([base])], RECEIVED_AT);
    expect(new Set(events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
  });

  test('without any client time a retry still has the same key', () => {
    const timeless = { ...base, timeUnixNano: 0n, observedTimeUnixNano: 0n };
    expect(keys([timeless])).toEqual(keys([timeless], {}, {}, RECEIVED_AT + 5000));
    expect(keys([timeless])[0]).toMatch(/^0{16}/);
  });

  test('the observed time tells records apart only where they have no time of their own', () => {
    expect(key({ ...base, observedTimeUnixNano: TIME + 9n })).toBe(key(base));
    const own = { ...base, timeUnixNano: 0n };
    expect(key({ ...own, observedTimeUnixNano: TIME + 9n })).not.toBe(key(own));
  });

  test.each<[string, LogRecord]>([
    ['time', { ...base, timeUnixNano: TIME + 1n }],
    ['an attribute', logRecord({ a: 2, 'event.name': 'x' })],
    ['the type of a value', logRecord({ a: '1', 'event.name': 'x' })],
    ['the order of attributes', logRecord({ 'event.name': 'x', a: 1 })],
    ['body', { ...base, body: 'x' }],
    ['severity', { ...base, severityNumber: 1 }],
    ['severity text', { ...base, severityText: 'x' }],
    ['trace', { ...base, traceId: 'ab'.repeat(16) }],
    ['span', { ...base, spanId: 'ab'.repeat(8) }],
    ['flags', { ...base, flags: 1 }],
    ['event name', { ...base, eventName: 'x' }],
    ['dropped attributes', { ...base, droppedAttributesCount: 1 }],
  ])('another %s is another record', (_name, other) => expect(key(other)).not.toBe(key(base)));

  test('another resource or scope is another record', () => {
    const all = [
      key(base),
      key(base, { a: 1 }),
      key(base, {}, { name: 'a' }),
      key(base, {}, { version: 'a' }),
    ];
    expect(new Set([...all, key(base, {}, { attributes: [['a', 1]] })]).size).toBe(5);
  });
});
