import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@governance-agent/policy-engine';
import fc from 'fast-check';
import { nanoUsd } from '../../src/map/cost.ts';
import { readInteger } from '../../src/map/numbers.ts';
import { isoNanos } from '../../src/map/time.ts';
import { claudeEvent, logRecord, mapOne, RECEIVED_AT, TIME } from './records.ts';

describe('readInteger', () => {
  test.each<[JsonValue, number | null]>([
    [0, 0],
    [-0, 0],
    [120, 120],
    [12.0, 12],
    ['103', 103],
    ['12.0', 12],
    ['007', 7],
    [9_999_999_999, 9_999_999_999],
    [10_000_000_000, null],
    [3_275_014_505_901_206, null],
    ['9999999999', 9_999_999_999],
    ['3275014505901206', null],
    ['9007199254740992', null],
    [2 ** 53, null],
    ['99999999999999999999', null],
    [-1, null],
    ['-1', null],
    [1.5, null],
    ['1.5', null],
    ['1e3', null],
    ['0x10', null],
    [' 5', null],
    ['5\n', null],
    ['', null],
    ['undefined', null],
    ['NaN', null],
    ['abc', null],
    [NaN, null],
    [Infinity, null],
    [true, null],
    [null, null],
    [{}, null],
    [[5], null],
  ])('reads %j as %j', (value, expected) => expect(readInteger(value)).toBe(expected));
});

describe('nanoUsd', () => {
  test.each<[JsonValue, number | null]>([
    [0, 0],
    [1, 1_000_000_000],
    [0.00858, 8_580_000],
    ['0.007281', 7_281_000],
    ['.5', 500_000_000],
    ['5.', 5_000_000_000],
    ['1e-7', 100],
    ['2.5E-9', 3],
    ['2.4e-9', 2],
    ['4e-10', 0],
    ['5e-10', 1],
    ['1.5e3', 1_500_000_000_000],
    [0.1 + 0.2, 300_000_000],
    ['9999.999999999', 9_999_999_999_999],
    ['10000', null],
    ['4539000.000718207', null],
    ['9007199.254740992', null],
    ['1e99', null],
    ['1e-99', 0],
    ['0e999', 0],
    [1e300, null],
    ['-0.5', null],
    [-1, null],
    ['+1', null],
    ['NaN', null],
    ['undefined', null],
    ['', null],
    ['.', null],
    ['e5', null],
    ['1,5', null],
    ['0'.repeat(65), null],
    [true, null],
    [null, null],
    [{}, null],
  ])('reads %j as %j', (value, expected) => expect(nanoUsd(value, 9)).toBe(expected));

  test('is exact for every whole number of nano-USD, however it is written', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), (nanos) => {
        const text = `${Math.trunc(nanos / 1e9)}.${String(nanos % 1e9).padStart(9, '0')}`;
        expect(nanoUsd(text, 9)).toBe(nanos);
        expect(nanoUsd(`${nanos}e-9`, 9)).toBe(nanos);
        expect(nanoUsd(nanos / 1e9, 9)).toBe(nanos);
      }),
    );
  });
});

describe('cost of api_request', () => {
  test.each<[string, Record<string, JsonValue>, number | null, Record<string, JsonValue>]>([
    ['micros win', { cost_usd_micros: 8580, cost_usd: 0.00858 }, 8_580_000, {}],
    [
      'a differing amount stays',
      { cost_usd_micros: 7282, cost_usd: '0.0072815' },
      7_282_000,
      { cost_usd: '0.0072815' },
    ],
    ['text of old clients', { cost_usd: '0.007281' }, 7_281_000, {}],
    ['a whole number', { cost_usd: 1 }, 1_000_000_000, {}],
    ['bad micros', { cost_usd_micros: 'x', cost_usd: 0.5 }, 500_000_000, { cost_usd_micros: 'x' }],
    ['a negative amount', { cost_usd: -0.5 }, null, { cost_usd: '-0.5' }],
    ['none', {}, null, {}],
  ])('%s', (_name, attributes, cost, kept) => {
    const event = claudeEvent('api_request', attributes);
    expect(event.costNanoUsd).toBe(cost);
    expect(event.attributes).toEqual({
      'otel.scope.name': 'com.anthropic.claude_code.events',
      'otel.scope.version': '2.1.329',
      ...kept,
    });
  });
});

describe('event time', () => {
  const iso = '2026-11-21T05:10:15.123Z';
  const isoTime = '1795237815123000000';

  test.each<[string, bigint, JsonValue, bigint, string]>([
    ['its own time', TIME, iso, TIME + 1n, TIME.toString()],
    ['then event.timestamp', 0n, iso, TIME, isoTime],
    ['with nanoseconds', 0n, '2026-11-21T05:10:15.123456789Z', TIME, '1795237815123456789'],
    ['then the observed time', 0n, null, TIME, TIME.toString()],
    ['then the receive time', 0n, 'yesterday', 0n, String(RECEIVED_AT) + '000000'],
    ['not the year 1970', 1_795_230_615n, iso, 0n, isoTime],
    ['not milliseconds', 1_795_230_615_520n, null, TIME, TIME.toString()],
    ['not beyond 2286', 2n ** 64n - 1n, null, TIME, TIME.toString()],
    ['the last nanosecond', 9_999_999_999_999_999_999n, null, TIME, '9999999999999999999'],
    ['not a stamp of 1999', 0n, '1999-01-01T00:00:00Z', TIME, TIME.toString()],
  ])('%s', (_name, timeUnixNano, stamp, observedTimeUnixNano, expected) => {
    const event = mapOne(logRecord({ 'event.timestamp': stamp }, { timeUnixNano, observedTimeUnixNano }));
    expect(event.occurredAt).toBe(expected);
  });

  test.each([
    ['2026-11-21T05:10:15Z', 1_795_237_815_000_000_000n],
    ['2026-11-21T05:10:15', 1_795_237_815_000_000_000n],
    ['2026-11-21T12:10:15+07:00', 1_795_237_815_000_000_000n],
    ['2026-11-21T12:10:15.5+0700', 1_795_237_815_500_000_000n],
    ['2026-11-21T05:10:15.1234567899Z', 1_795_237_815_123_456_789n],
    ['2026-11-21 05:10:15Z', 0n],
    ['2026-13-41T05:10:15Z', 0n],
    ['1795237815', 0n],
    ['', 0n],
  ])('reads %s', (text, expected) => expect(isoNanos(text)).toBe(expected));

  test('keeps what the column does not tell', () => {
    const absurd = mapOne(
      logRecord({ 'event.timestamp': iso }, { timeUnixNano: 5n, observedTimeUnixNano: TIME }),
    );
    expect(absurd.attributes).toEqual({
      'otel.time_unix_nano': '5',
      'otel.observed_time_unix_nano': TIME.toString(),
    });
    const other = mapOne(logRecord({ 'event.timestamp': iso }));
    expect(other.attributes).toEqual({ 'event.timestamp': iso });
  });
});
