import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@governance-agent/policy-engine';
import fc from 'fast-check';
import type { LogRecord, ResourceLogs } from '../../src/decode/model.ts';
import { CONTENT_KEYS } from '../../src/map/content-keys.ts';
import { mapLogs } from '../../src/map/map-logs.ts';
import { logRecord, mapOne, RECEIVED_AT } from './records.ts';

const KEYS = [
  ...CONTENT_KEYS,
  ...[
    'event.name',
    'event.timestamp',
    'event.sequence',
    'service.name',
    'cowork.surface',
    'session.id',
    'user.email',
  ],
  ...['tool_name', 'decision', 'input_tokens', 'output_tokens', 'cost_usd', 'cost_usd_micros', 'duration_ms'],
  ...[
    'prompt_length',
    '__proto__',
    'constructor',
    'otel.repeated_keys',
    'otel.scope.name',
    'trace_id',
    'enduser.id',
  ],
];
const NAMES = [
  'user_prompt',
  'claude_code.api_request',
  'tool_decision',
  'tool_result',
  'api_error',
  'codex.x',
];

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((json) => json as JsonValue),
  fc.constantFrom(
    'undefined',
    '',
    '<REDACTED>',
    '1e400',
    '-1',
    '9007199254740993',
    '{"mcp_server_name":1}',
    ...NAMES,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const attributes = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), fc.string()), value), {
  maxLength: 12,
});
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const droppedAttributesCount = fc.nat();
const record: fc.Arbitrary<LogRecord> = fc.record({
  timeUnixNano: nanos,
  observedTimeUnixNano: nanos,
  severityNumber: fc.integer(),
  severityText: fc.string(),
  body: value,
  flags: fc.nat(),
  traceId: fc.string(),
  spanId: fc.string(),
  eventName: fc.oneof(fc.string(), fc.constantFrom(...NAMES)),
  attributes,
  droppedAttributesCount,
});
const request: fc.Arbitrary<ResourceLogs[]> = fc.array(
  fc.record({
    resource: fc.record({ attributes, droppedAttributesCount }),
    schemaUrl: fc.string(),
    scopes: fc.array(
      fc.record({
        scope: fc.record({ name: fc.string(), version: fc.string(), attributes, droppedAttributesCount }),
        schemaUrl: fc.string(),
        records: fc.array(record, { maxLength: 4 }),
      }),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 2 },
);

/** Values that canonical JSON has no form for. Walked, not parsed back: V8 misreads some escaped keys (node#63785). */
function strangers(item: unknown): unknown[] {
  if (item === null || typeof item === 'string' || typeof item === 'boolean') return [];
  if (typeof item === 'number') return Number.isSafeInteger(item) && !Object.is(item, -0) ? [] : [item];
  return typeof item === 'object' ? Object.values(item).flatMap(strangers) : [item];
}

describe('mapLogs', () => {
  test('maps any record to an event that the audit row can hold', () => {
    fc.assert(
      fc.property(request, (logs) => {
        const events = mapLogs(logs, RECEIVED_AT);
        expect(events).toHaveLength(
          logs.flatMap(({ scopes }) => scopes.flatMap(({ records }) => records)).length,
        );
        expect(new Set(events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(events.length);
        for (const event of events) {
          expect(strangers(event)).toEqual([]);
          expect(event.plane).toMatch(/^[a-z0-9_]{1,64}$/);
          expect(event.occurredAt).toMatch(/^\d{18,19}$/);
          expect(event.content === null).toBe(event.contentState !== 'captured');
          const counts = Object.values(event).filter((column) => typeof column === 'number');
          expect(counts.filter((count) => count < 0)).toEqual([]);
        }
      }),
    );
  });

  test('gives the same events every time', () => {
    fc.assert(
      fc.property(request, (logs) => {
        expect(mapLogs(logs, RECEIVED_AT)).toEqual(mapLogs(logs, RECEIVED_AT));
      }),
    );
  });

  test('loses no text, wherever it stands and however often its key comes', () => {
    const marked = fc
      .tuple(fc.oneof(fc.constantFrom(...KEYS), fc.string()), fc.nat(99))
      .map(([key, n]) => [key, `mark ${n} of a text`] as const);
    fc.assert(
      fc.property(fc.array(marked, { maxLength: 12 }), fc.constantFrom(...NAMES), (list, eventName) => {
        // The same text under both prompt keys is kept once by intention.
        const event = JSON.stringify(mapOne(logRecord(list, { eventName, body: 'the body' })));
        for (const [, text] of list) expect(event).toContain(text);
        expect(event).toContain('the body');
      }),
    );
  });
});
