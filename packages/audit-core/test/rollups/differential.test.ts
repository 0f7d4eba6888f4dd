// The rollups say what the rows say: every report, over random rows, groups, buckets, filters and periods.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ensureAttributeRollups,
  idempotencyKey,
  readSessions,
  readUsage,
  type AuditEvent,
  type UsageQuery,
} from '../../src/index.ts';
import { countSessions } from '../../src/reads/sessions.ts';
import { countUsage } from '../../src/reads/usage.ts';
import { USAGE_GROUPS } from '../../src/reads/usage-query.ts';
import { auditEvent, eventMasker } from '../support/events.ts';
import { storeKinds, testStore, type TestStore } from '../support/store.ts';
import { batches, BEGIN, time } from '../support/telemetry.ts';

const bound = fc.option(time, { nil: undefined });
const filters = fc.constantFrom<NonNullable<UsageQuery['columns']>>(
  {},
  {},
  { model: 'claude-haiku-5' },
  { tool_name: 'Bash' },
  { plane: 'cowork' },
  { event: 'api_request' },
  { dataset: 'default' },
  { user_email: 'a@acme.example' },
  { model: 'claude-haiku-5', plane: 'cowork' },
  { session_id: 'one' },
  {},
);

/** A member, who sees what bears this address; empty for everybody's rows. */
const member = fc.constantFrom(
  ...['', '', ''],
  ...['a@acme.example', 'b@acme.example', '\uFF5E@acme.example', '\u{1F600}@acme.example', 'account'],
);

const usageQuery = fc
  .record({
    by: fc.constantFrom(...USAGE_GROUPS, { attribute: 'team' }, { attribute: 'team' }, { attribute: 'none' }),
    bucket: fc.constantFrom('hour' as const, 'day' as const, undefined),
    columns: filters,
    attributes: fc.constantFrom({}, {}, {}, { team: 'core' }, { team: 'true' }, { other: 'x' }),
    since: bound,
    until: bound,
    limit: fc.constantFrom(2, 1000),
    scope: member,
  })
  .map(withoutUndefined);

/** Without filters, so that every one is answered from rollups, and the rows at the ends of its period. */
const periodQuery: fc.Arbitrary<UsageQuery> = fc
  .record({
    by: fc.constantFrom(...USAGE_GROUPS, ...(['session', 'session', 'session', 'tool', 'user'] as const), {
      attribute: 'team',
    }),
    bucket: fc.constantFrom('hour' as const, 'day' as const, undefined, undefined, undefined),
    since: fc.oneof(time, bound),
    until: fc.oneof(time, bound),
  })
  .map(withoutUndefined);

const sessionQuery = fc
  .record({ since: bound, until: bound, limit: fc.constantFrom(1, 2, 100), columns: filters, scope: member })
  .map(withoutUndefined);

const A = 'a@acme.example';
const ofA: Partial<AuditEvent> = { event: 'user_prompt', userEmail: A, sessionId: 'one' };

/** A session that is wholly a member's, and within the period in part. */
const crossing: [
  Partial<AuditEvent>[][],
  { until: number; limit: number; columns: object; scope: string }[],
] = [
  [
    [0, 1].map((hour) => ({
      sessionId: 'one',
      userEmail: 'a@acme.example',
      occurredAt: `${BEGIN + hour * 3_600_000}000000`,
    })),
  ],
  [{ until: BEGIN + 3_599_999, limit: 1, columns: {}, scope: 'a@acme.example' }],
];

/** Who is in the hour of a bound on the other side of it alone; and a session that is named there alone. */
const outsiders: [Partial<AuditEvent>[][], boolean, UsageQuery[]][] = [
  [
    [
      [
        { ...ofA, toolName: 'Bash', occurredAt: `${BEGIN}000000` },
        { ...ofA, userEmail: null, occurredAt: `${BEGIN + 1_000_000}000000` },
        { ...ofA, userEmail: null, occurredAt: `${BEGIN + 1_100_000}000000` },
        {
          ...{ ...ofA, toolName: 'Bash', sessionId: 'two', userEmail: 'b@acme.example' },
          occurredAt: `${BEGIN + 1_000_000}000000`,
        },
      ],
    ],
    false,
    (['day', 'tool', 'plane', 'user', 'session'] as const).map((by) => ({ by, since: BEGIN + 1000 })),
  ],
];

describe.each(storeKinds)('rollups on %s', (kind) => {
  let store: TestStore;
  let tenants = 0;
  beforeAll(async () => {
    store = await testStore(kind);
    await ensureAttributeRollups(store.database, ['team']);
  });
  afterAll(() => store.remove());

  async function appended(rows: readonly (readonly Partial<AuditEvent>[])[]): Promise<string> {
    tenants += 1;
    const destination = { org: 'acme', tenant: `acme-${tenants}`, dataset: 'default' };
    for (const [batch, changes] of rows.entries())
      await store.writer.append(
        { ...destination, dataset: batch % 2 === 0 ? 'default' : 'other' },
        changes.map((one, index) => masked(one, `${tenants} ${batch} ${index}`)),
      );
    return destination.tenant;
  }

  test('usage is what the rows say', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.array(usageQuery, { minLength: 8, maxLength: 16 }),
        async (rows, queries) => {
          const tenant = await appended(rows);
          for (const { scope: email, ...query } of queries) {
            const scope = email === '' ? tenant : { tenant, userEmail: email };
            expect(await readUsage(store.database, scope, query)).toEqual(
              await countUsage(store.database, scope, query),
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('usage of any period is what the rows say', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.boolean(),
        fc.array(periodQuery, { minLength: 16, maxLength: 24 }),
        async (rows, isTidy, queries) => {
          const tenant = await appended(isTidy ? rows.map((batch) => batch.map(ofOneEach)) : rows);
          for (const query of queries)
            expect(await readUsage(store.database, tenant, query)).toEqual(
              await countUsage(store.database, tenant, query),
            );
        },
      ),
      { numRuns: 25, examples: outsiders },
    );
  });

  // Tells a look-up from a count: the rollups say more than the rows.
  test.each<[string, Partial<AuditEvent>[], number]>([
    ['is looked up', [{}], 1001],
    ['is looked up besides rows of others', [{ userEmail: 'b@acme.example' }, {}], 1001],
    ['is counted where another account is of that name', [{ userEmail: null, userAccountUuid: A }, {}], 1],
    ['is counted where nobody but such an account was there', [{ userEmail: null, userAccountUuid: A }], 0],
  ])('usage of a member %s', async (_, changes, prompts) => {
    const tenant = await appended([
      changes.map((change) => ({ ...ofA, ...change, occurredAt: `${BEGIN}000000` })),
    ]);
    await store.database
      .knex('usage_rollups')
      .where({ tenant, dimension: 'user', value: `=${A}` })
      .increment('prompts', 1000);
    for (const by of ['day', 'user'] as const) {
      const { usage } = await readUsage(store.database, { tenant, userEmail: A }, { by });
      expect(usage.reduce((sum, row) => sum + row.prompts, 0)).toBe(prompts);
    }
  });

  test('sessions are what the rows say, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.array(sessionQuery, { minLength: 4, maxLength: 8 }),
        async (rows, queries) => {
          const tenant = await appended(rows);
          for (const { scope: email, ...query } of queries) {
            const scope = email === '' ? tenant : { tenant, userEmail: email };
            let cursor: string | null = null;
            do {
              const asked: typeof query = { ...query, ...(cursor !== null && { cursor }) };
              const page = await readSessions(store.database, scope, asked);
              expect(page).toEqual(await countSessions(store.database, scope, asked));
              cursor = page.next_cursor;
            } while (cursor !== null);
          }
        },
      ),
      { numRuns: 40, examples: [crossing] },
    );
  });
});

/** As sessions mostly are: of one person each. */
function ofOneEach(change: Partial<AuditEvent>): Partial<AuditEvent> {
  const { sessionId } = change;
  if (typeof sessionId !== 'string') return change;
  return { ...change, userEmail: sessionId.length > 3 ? 'b@acme.example' : A };
}

function masked(change: Partial<AuditEvent>, name: string) {
  const occurredAt = change.occurredAt ?? '0';
  return eventMasker.mask(
    auditEvent({ ...change, idempotencyKey: idempotencyKey(BigInt(occurredAt), name) }),
  );
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
