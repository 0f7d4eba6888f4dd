// Usage of a member is counted from what an index holds: their rows themselves lie all over the file.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { readUsage, type UsageGroup } from '../src/index.ts';
import { auditEvent, eventMasker } from './support/events.ts';
import { planOf } from './support/query-plan.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

const A = 'a@acme.example';
const member = { tenant: 'acme', userEmail: A };
/** Columns of it together are longer than PostgreSQL has room for in an index, also compressed. */
const LONG = Array.from({ length: 1200 }, (_, index) => index.toString(36)).join('');

const events = [
  { toolName: 'Bash', sessionId: 'one' },
  { toolName: 'Bash', sessionId: 'two' },
  { toolName: LONG, sessionId: LONG, model: LONG },
  { toolName: 'Bash', userEmail: 'b@acme.example' },
].map((change, index) =>
  eventMasker.mask(auditEvent({ userEmail: A, ...change, idempotencyKey: `of member ${index}` })),
);

describe.each(databaseKinds)('on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
    await store.writer.append(ACME, events);
  });
  afterAll(() => store.remove());

  test('counts the rows of the member alone', async () => {
    const { usage } = await readUsage(store.database, member, { by: 'tool' });
    expect(usage).toMatchObject([
      { group: 'Bash', events: 2, sessions: 2, users: 1 },
      { group: expect.stringMatching(/^0123456789abc/), events: 1, sessions: 1, users: 1 },
    ]);
  });

  const groups: UsageGroup[] = ['tool', 'model', 'plane', 'dataset', 'event'];
  if (kind === 'sqlite')
    test.each(groups)('by %s without a look at the rows', async (by) => {
      const plan = await planOf(store.database, () => readUsage(store.database, member, { by, since: 0 }));
      expect(plan).toContain('COVERING INDEX audit_logs_user');
    });
});
