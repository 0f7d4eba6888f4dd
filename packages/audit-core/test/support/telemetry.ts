// Random telemetry of a small world: few users, sessions, models and hours, so that they meet in every way.
import fc from 'fast-check';
import type { AuditEvent } from '../../src/index.ts';

const HOUR = 3_600_000;
/** An hour before midnight, UTC. */
export const BEGIN = Date.UTC(2026, 10, 20, 23);
export const HOURS = 60;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const tokens = fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: null });

/** Most are one of a few, on both sides of midnight: what lies next to each other in an hour is what goes wrong. */
const hour = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: HOURS - 1 }), weight: 1 },
  { arbitrary: pick(0, 1, 2, 24, 25), weight: 3 },
);

/** Unix milliseconds, many of them at a bound of an hour. */
export const time: fc.Arbitrary<number> = fc
  .tuple(hour, pick(0, 1, 1000, HOUR / 4, HOUR / 2, HOUR - 1))
  .map(([at, rest]) => BEGIN + at * HOUR + rest);

export const change: fc.Arbitrary<Partial<AuditEvent>> = fc
  .record({
    plane: pick('claude_code', 'cowork', 'gateway'),
    event: pick('user_prompt', 'tool_result', 'tool_decision', 'api_request', 'api_error', 'plugin_loaded'),
    decision: pick('allowed' as const, 'blocked' as const, 'error' as const, null),
    sessionId: pick('one', 'two', 'three', 'four', 'five', null),
    correlationId: pick('first', 'second', 'third', null),
    userEmail: pick(
      'a@acme.example',
      'b@acme.example',
      '\u{1F600}@acme.example',
      '\uFF5E@acme.example',
      null,
    ),
    // The second is somebody's address as well.
    userAccountUuid: pick('account', 'b@acme.example', null),
    model: pick('claude-opus-5-5', 'claude-haiku-5', null),
    toolName: pick('Bash', 'Read', null),
    tokensInput: tokens,
    tokensOutput: tokens,
    tokensCacheRead: tokens,
    tokensCacheCreation: tokens,
    costNanoUsd: tokens,
    content: pick({ prompt: 'hello' }, { prompt: 'secret' }, null),
    attributes: pick(
      {},
      { team: 'edge' },
      { team: true },
      { team: { b: 1, 10: 2, 9: 'é' } },
      { team: 7 },
      { team: 'a "quoted" one' },
      // What looks like the attribute and is none.
      { deep: { team: 'inner' } },
      { note: '"team":"written"', list: [{ team: 'listed' }] },
    ),
    resource: pick({}, { team: 'core' }, { team: 'é'.repeat(300) }, { team: null }),
    time,
  })
  .map(({ time: at, ...event }) => ({ ...event, occurredAt: `${at}000000` }));

/** Batches in the order they are appended: their times go back and forth. */
export const batches = fc.array(fc.array(change, { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 6,
});
