// Holds on a range of time: what they keep, and that a text which is no range keeps everything.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import fc from 'fast-check';
import {
  createSigner,
  erase,
  formatHoldRange,
  parseHoldRange,
  placeHold,
  type EraseOptions,
} from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

describe.each(databaseKinds)('on %s', (kind) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore(kind);
    await store.writer.append(ACME, maskedEvents(8));
  });
  afterEach(() => store.remove());

  const deps = () => {
    const { database, clock, key } = store;
    return { database, clock, actor: 'cli', signer: createSigner({ key }) };
  };
  const eraseBy = (selector: EraseOptions['selector'], change: Partial<EraseOptions> = {}) =>
    erase({ ...deps(), tenant: 'acme', selector, onHold: 'refuse', ...change });
  const left = (): Promise<number[]> =>
    store.database.knex('audit_content').where({ tenant: 'acme' }).pluck<number[]>('seq');
  const now = (): number => store.clock.now();

  test('a hold on a range keeps what was received from its beginning until before its end', async () => {
    const since = now() + 1000;
    for (const step of [999, 1, 1000, 1]) {
      store.clock.advance(step);
      await store.writer.append(ACME, maskedEvents(1, {}, `r${now()}`));
    }
    const value = formatHoldRange({ since, until: since + 1000 });
    await placeHold(deps(), 'acme', { hold: 'case-8', scope: 'range', value });
    const all = { by: 'before', time: now() + 1 } as const;
    await expect(eraseBy(all)).rejects.toMatchObject({ code: 'legal_hold' });
    expect(await eraseBy(all, { onHold: 'skip' })).toMatchObject({ held: 1, holds: ['case-8'] });
    const kept = store.database
      .knex('audit_logs')
      .where({ tenant: 'acme' })
      .whereIn('seq', await left());
    expect(await kept.whereNot({ plane: 'agent' }).pluck('received_at')).toEqual([since]);
  });

  test.each([
    ['2026-01-01T00:00:00.000Z/2026-01-01T00:00:00.000Z'],
    ['2026-01-02T00:00:00.000Z/2026-01-01T00:00:00.000Z'],
    ['2026-01-01/2026-01-02'],
    ['2026-01-01T00:00:00.000Z'],
    ['2026-01-01T00:00:00.000Z/2026-01-02T00:00:00.000Z/'],
    ['soon/later'],
  ])('a hold on the range %s, which is none, holds everything', async (value) => {
    await placeHold(deps(), 'acme', { hold: 'odd', scope: 'range', value });
    expect(await eraseBy({ by: 'before', time: now() + 1 }, { dryRun: true })).toMatchObject({
      rows: 0,
      held: 8,
    });
  });
});

const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('a range is read as it was written', () => {
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 4_000_000_000_000 }), (since, length) => {
      const range = { since, until: since + length };
      expect(parseHoldRange(formatHoldRange(range))).toEqual(range);
    }),
  );
});

test('any other text is none', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const range = parseHoldRange(text);
      expect(range === null || formatHoldRange(range) === text).toBe(true);
    }),
  );
});
