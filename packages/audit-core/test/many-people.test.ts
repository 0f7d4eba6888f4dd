// A request of as many people as records: it lands with turns of the event loop in between, and nothing of it can be told
// from requests that need none.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createMetricWriter,
  rebuildRollups,
  verify,
  type Destination,
  type MaskedEvent,
} from '../src/index.ts';
import { auditEvent, eventMasker } from './support/events.ts';
import { metric, point } from './support/metrics.ts';
import { rollupsOf } from './support/rollup-tables.ts';
import { ACME, GLOBEX, testStore, type TestStore } from './support/store.ts';

const PEOPLE = 700;
/** Each names a session, a user, a model and a tool of its own: portions of 512 names. */
const PORTION = 128;

const people = (from: number, count: number): MaskedEvent[] =>
  Array.from({ length: count }, (_, index) =>
    eventMasker.mask(
      auditEvent({
        sessionId: `s${from + index}`,
        userEmail: `p${from + index}@acme.example`,
        model: `m${from + index}`,
        toolName: `t${from + index}`,
        idempotencyKey: `person ${from + index}`,
      }),
    ),
  );

/** @returns whether it is settled by now. */
function watched(work: Promise<unknown>): () => boolean {
  let isOver = false;
  const end = (): void => void (isOver = true);
  work.then(end, end);
  return () => isOver;
}

/** The first rows that only one of both has: all of them would be too much to show. */
function differences(left: readonly string[], right: readonly string[]): string[] {
  const [ofLeft, ofRight] = [new Set(left), new Set(right)];
  return [...left.filter((row) => !ofRight.has(row)), ...right.filter((row) => !ofLeft.has(row))].slice(0, 5);
}

describe('a request of many people', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore('sqlite');
  });
  afterEach(() => store.remove());

  const countOf = async ({ tenant }: Destination): Promise<number> => {
    const [{ rows } = { rows: 0 }] = await store.database
      .knex('audit_logs')
      .where({ tenant })
      .count<{ rows: number }[]>({ rows: '*' });
    return rows;
  };
  /** Rows of every table, without the tenant. */
  const rollups = async ({ tenant }: Destination): Promise<string[]> =>
    Object.entries(await rollupsOf(store.database.knex, tenant)).flatMap(([table, rows]) =>
      rows.map((row) => `${table} ${row.replace(`"tenant":"${tenant}"`, '')}`),
    );
  const isVerified = async (): Promise<boolean> => {
    const { database, clock, key } = store;
    const trustedKeys = [key.publicKey];
    const { verdict } = await verify({ database, clock, trustedKeys, mode: 'deep' });
    return verdict === 'verified';
  };

  /** What is seen from outside at every turn, until `work` is done. */
  async function seenDuring<T, S>(work: Promise<T>, look: () => S): Promise<{ result: T; seen: S[] }> {
    const seen: S[] = [];
    const isOver = watched(work);
    while (!isOver()) {
      seen.push(look());
      await nextTurn();
    }
    return { result: await work, seen };
  }

  test('leaves many turns to everybody else', async () => {
    const { result, seen } = await seenDuring(store.writer.append(ACME, people(0, PEOPLE)), () => 1);
    expect(result).toMatchObject({ appended: PEOPLE });
    // Portions of at most 128 rows, each signed and landed in parts: several turns for each of them.
    expect(seen.length).toBeGreaterThan(5 * (PEOPLE / PORTION));
  });

  test('adds to the rollups what small requests add, and what counting all rows at once does', async () => {
    await store.writer.append(ACME, people(0, PEOPLE));
    for (let from = 0; from < PEOPLE; from += 100) await store.writer.append(GLOBEX, people(from, 100));
    const grown = await rollups(ACME);
    expect(grown.length).toBeGreaterThan(10 * PEOPLE);
    expect(differences(grown, await rollups(GLOBEX))).toEqual([]);
    await rebuildRollups(store.database, 'acme');
    expect(differences(grown, await rollups(ACME))).toEqual([]);
    expect(await isVerified()).toBe(true);
  });

  test('shows nobody half a portion, and mixes with no other writer', async () => {
    const landing = Promise.all([
      store.writer.append(ACME, people(0, PEOPLE)),
      store.writer.append(GLOBEX, people(0, 300)),
    ]);
    const isOver = watched(landing);
    const counts = new Set<number>();
    while (!isOver()) {
      counts.add((await countOf(ACME)) % PORTION);
      await nextTurn();
    }
    expect(await landing).toMatchObject([{ appended: PEOPLE }, { appended: 300 }]);
    expect([...counts].filter((rest) => rest !== 0 && rest !== PEOPLE % PORTION)).toEqual([]);
    expect(await isVerified()).toBe(true);
  });

  test('takes a portion back wholly where its last rows are refused, and adds the rest when it is sent again', async () => {
    const { knex } = store.database;
    // Among the last statements of the third portion, slices after its rows.
    await knex.raw(
      `CREATE TRIGGER refuse BEFORE INSERT ON usage_rollups WHEN NEW.dimension = 'tool' AND NEW.value = '=t383'
       BEGIN SELECT RAISE(ABORT, 'no'); END`,
    );
    await store.writer.append(ACME, people(0, 2 * PORTION));
    const sound = await rollups(ACME);
    await expect(store.writer.append(ACME, people(0, PEOPLE))).rejects.toMatchObject({ name: 'AuditError' });
    expect(await countOf(ACME)).toBe(2 * PORTION);
    expect(differences(sound, await rollups(ACME))).toEqual([]);
    await knex.raw('DROP TRIGGER refuse');
    expect(await store.writer.append(ACME, people(0, PEOPLE))).toMatchObject({
      appended: PEOPLE - 2 * PORTION,
      duplicates: 2 * PORTION,
    });
    const grown = await rollups(ACME);
    await rebuildRollups(store.database, 'acme');
    expect(differences(grown, await rollups(ACME))).toEqual([]);
    expect(await isVerified()).toBe(true);
  });

  test('of many series lands point by point, once, with turns in between', async () => {
    const writer = createMetricWriter({ database: store.database, clock: store.clock });
    const series = Array.from({ length: 3000 }, (_, index) =>
      metric([point(index + 1, 1)], { temporality: 'cumulative', attributes: { index } }),
    );
    const destination = { ...ACME, dataset: 'default-metrics' };
    const { result, seen } = await seenDuring(writer.append(destination, series), () => 1);
    expect(result).toEqual({ appended: 3000, duplicates: 0 });
    expect(seen.length).toBeGreaterThan(6);
    expect(await writer.append(destination, series)).toEqual({ appended: 0, duplicates: 3000 });
    await writer.close();
  });
});
