// A client may claim any number that the store can hold: reports add them up all the same.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSessions, readUsage, verify, type UsageQuery } from '../src/index.ts';
import { auditEvent, eventMasker } from './support/events.ts';
import { ACME, GLOBEX, storeKinds, testStore, type TestStore } from './support/store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2023, 0, 1);
/** Of as many of the largest number, 64 bits do not hold the sum. */
const ROWS = 1100;

const claims = Array.from({ length: ROWS }, (_, index) =>
  eventMasker.mask(
    auditEvent({
      sessionId: 'one',
      userEmail: 'a@acme.example',
      toolName: 'Bash',
      tokensInput: Number.MAX_SAFE_INTEGER,
      // Two of them in the first hour.
      occurredAt: `${BEGIN + (index === 0 ? HOUR - 1 : (index - 1) * DAY)}000000`,
      idempotencyKey: `claim ${index}`,
    }),
  ),
);

/** As far apart as a session's numbers can be. */
const counted = Array.from({ length: ROWS }, (_, index) =>
  [0, Number.MAX_SAFE_INTEGER].map((clientSequence) =>
    eventMasker.mask(
      auditEvent({
        sessionId: `session ${index}`,
        clientSequence,
        idempotencyKey: `${index} ${clientSequence}`,
      }),
    ),
  ),
).flat();

const USAGE: [string, UsageQuery][] = [
  ['rolled up', { by: 'user' }],
  ['rolled up, from the middle of an hour', { by: 'user', since: BEGIN + HOUR / 4 }],
  ['of sessions', { by: 'session', since: BEGIN + HOUR / 4 }],
  ['counted from rows', { by: 'user', columns: { tool_name: 'Bash', model: 'claude-opus-5-5' } }],
];

describe.each(storeKinds)('on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
    await store.writer.append(ACME, claims);
  });
  afterAll(() => store.remove());

  test.each(USAGE)('usage, %s', async (_, query) => {
    const { usage } = await readUsage(store.database, 'acme', query);
    const [{ tokens_input } = { tokens_input: NaN }] = usage;
    expect(tokens_input).toBeGreaterThan(0);
  });

  // Both rows of the hour together are more than is kept of a sum.
  test.each(['user', 'session'] as const)('usage by %s, from the middle of the first hour on', async (by) => {
    const period = { since: BEGIN + HOUR / 4, until: BEGIN + 5 * HOUR };
    const { usage } = await readUsage(store.database, 'acme', { by, ...period });
    expect(usage).toMatchObject([{ events: 1, tokens_input: Number.MAX_SAFE_INTEGER }]);
  });

  test('sessions', async () => {
    const { sessions } = await readSessions(store.database, 'acme', {});
    expect(sessions).toMatchObject([{ session_id: 'one', events: ROWS }]);
  });

  test('gaps in the numbers of clients', async () => {
    await store.writer.append(GLOBEX, counted);
    const { database, clock, key } = store;
    const { verdict, chains } = await verify({
      ...{ database, clock, trustedKeys: [key.publicKey], mode: 'full' },
      tenant: 'globex',
    });
    expect(verdict).toBe('verified');
    expect(chains[0]?.client_gaps.sessions).toBe(ROWS);
    expect(chains[0]?.client_gaps.missing).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  });
});
