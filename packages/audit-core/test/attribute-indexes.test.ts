// Attributes that are filtered and grouped by: found by index, whatever a client puts into them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ensureAttributeIndexes,
  readDecisions,
  readSessions,
  readUsage,
  type AuditEvent,
} from '../src/index.ts';
import { auditEvent, eventMasker } from './support/events.ts';
import { planOf } from './support/query-plan.ts';
import { ACME, storeKinds, testStore, type TestStore } from './support/store.ts';

const LONG = 'é'.repeat(5_000);
const EDGE = 'x'.repeat(200);

const rows: Partial<AuditEvent>[] = [
  { event: 'resource', resource: { team: 'core', cost_center: 120 }, attributes: {} },
  { event: 'record', resource: { team: 'core' }, attributes: { team: 'edge' } },
  { event: 'boolean', resource: {}, attributes: { team: true } },
  { event: 'nothing', resource: { team: null }, attributes: {} },
  { event: 'quote', resource: { team: `o'core"$.x` }, attributes: { 'a b': 'odd key' } },
  { event: 'nested', resource: { team: { name: 'core' } }, attributes: {} },
  { event: 'long', resource: { team: LONG }, attributes: {} },
  { event: 'longer', resource: { team: `${LONG}!` }, attributes: {} },
  { event: 'edge', resource: { team: EDGE }, attributes: {} },
  { event: 'past the edge', resource: { team: `${EDGE}y` }, attributes: {} },
];

describe.each(storeKinds)('attribute indexes on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
    await ensureAttributeIndexes(store.database, ['team', 'cost_center']);
    const masked = rows.map((change, at) => eventMasker.mask(auditEvent({ ...change, clientSequence: at })));
    const others = Array.from({ length: 800 }, (_, at) =>
      eventMasker.mask(auditEvent({ sessionId: `other-${at}`, clientSequence: 1_000 + at })),
    );
    await store.writer.append(ACME, [...masked, ...others]);
    if (kind !== 'sqlite') await store.database.knex.raw('ANALYZE audit_logs');
  });
  afterAll(() => store.remove());

  const named = async (attributes: Readonly<Record<string, string>>): Promise<string[]> =>
    (await readDecisions(store.database, 'acme', { attributes })).decisions.map(({ event }) => event);

  test.each<[string, Record<string, string>, string[]]>([
    ['the nearer statement counts', { team: 'core' }, ['resource']],
    ['of the record', { team: 'edge' }, ['record']],
    ['a boolean is a word', { team: 'true' }, ['boolean']],
    ['a number is its digits', { cost_center: '120' }, ['resource']],
    ['quotes are text', { team: `o'core"$.x` }, ['quote']],
    ['a key that cannot be indexed', { 'a b': 'odd key' }, ['quote']],
    ['a key that is no key', { "x' OR '1'='1": 'core' }, []],
    ['a long value', { team: LONG }, ['long']],
    ['its beginning', { team: LONG.slice(0, 200) }, []],
    ['as long as the index reaches', { team: EDGE }, ['edge']],
  ])('%s', async (_, attributes, expected) => expect(await named(attributes)).toEqual(expected));

  test('a group holds what the filter for it finds', async () => {
    const { usage } = await readUsage(store.database, 'acme', { by: { attribute: 'team' } });
    expect(usage).toHaveLength(8);
    for (const { group, events } of usage) {
      if (group === null || group.length >= 200) continue;
      expect(await named({ team: group })).toHaveLength(events);
    }
  });

  test('every report asks the index', async () => {
    await expectIndexed(store, () => readDecisions(store.database, 'acme', { attributes: { team: 'core' } }));
    await expectIndexed(store, () => readSessions(store.database, 'acme', { attributes: { team: 'core' } }));
    await expectIndexed(store, () =>
      readUsage(store.database, 'acme', { by: 'user', attributes: { cost_center: '120' } }),
    );
  });

  test('groups are the same without the index, which PostgreSQL counts them along', async () => {
    const groups = [{ attribute: 'team' }, { attribute: 'cost_center' }] as const;
    const report = (by: (typeof groups)[number], bucket?: 'day') =>
      readUsage(store.database, 'acme', { by, attributes: {}, ...(bucket && { bucket }) });
    const all = () => Promise.all(groups.flatMap((by) => [report(by), report(by, 'day')]));
    const indexed = await all();
    if (kind === 'postgres')
      await expectIndexed(store, () => readUsage(store.database, 'acme', { by: { attribute: 'team' } }));
    await ensureAttributeIndexes(store.database, []);
    const plain = await all();
    await ensureAttributeIndexes(store.database, ['team', 'cost_center']);
    const sorted = (reports: typeof plain) =>
      reports.map(({ usage }) => usage.map((line) => JSON.stringify(line)).sort());
    expect(sorted(indexed)).toEqual(sorted(plain));
    const limited = { by: { attribute: 'team' }, limit: 2 } as const;
    expect(await readUsage(store.database, 'acme', limited)).toMatchObject({ truncated: true });
  });

  test('follow the list of keys', async () => {
    const change = (...keys: string[]) => ensureAttributeIndexes(store.database, keys);
    expect(await change('team', 'cost_center')).toEqual({ created: [], dropped: 0 });
    expect(await change('cost_center', 'a.b')).toEqual({ created: ['a.b'], dropped: 1 });
    await Promise.all([change('team'), change('team')]);
    expect(await change('team')).toEqual({ created: [], dropped: 0 });
    await expect(change("x'")).rejects.toMatchObject({ code: 'invalid_event' });
    expect(await change()).toEqual({ created: [], dropped: 1 });
  });
});

async function expectIndexed({ database }: TestStore, report: () => Promise<unknown>): Promise<void> {
  expect(await planOf(database, report)).toContain('audit_logs_attr_');
}
