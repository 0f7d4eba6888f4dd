// COPY into PostgreSQL: what is read back is what was handed over, and nothing of a COPY that failed stays or is told.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Database } from '../src/index.ts';
import { withPostgres } from '../src/store/connection.ts';
import { copyIn } from '../src/store/copy-in.ts';
import { copyText } from '../src/store/copy-text.ts';
import { inPostgresTransaction } from '../src/store/postgres-transaction.ts';
import { scratchPostgres } from './support/scratch-postgres.ts';

interface Thing {
  readonly place: number;
  readonly first: string | null;
  readonly second: string | null;
  readonly size: number | null;
}

const COLUMNS = ['place', 'first', 'second', 'size'] as const;
const SQL = `COPY things (${COLUMNS.join(', ')}) FROM STDIN`;
const LONG = 60_000;

let database: Database;

beforeAll(async () => {
  database = await scratchPostgres(
    'CREATE TABLE things (place bigint PRIMARY KEY, first text, second text, size bigint)',
  );
});
afterAll(() => database.close());

const stored = (): Promise<Thing[]> =>
  database
    .knex<Thing>('things')
    .orderBy('place')
    .select(...COLUMNS);

async function land(things: readonly Thing[], limit = LONG): Promise<void> {
  const bytes = copyText(COLUMNS, things);
  await inPostgresTransaction(database.knex, (client) => copyIn(client, { sql: SQL, bytes, limit }));
}

const thing = (place: number, first: string | null): Thing => ({ place, first, second: null, size: null });

/** What the format gives a meaning of its own, among text of any kind. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\\', '\t', '\n', '\r', 'N', '.', '\b', '\v', '"', 'x', '0', '\u2028'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((character) => character !== '\0'),
  ),
});
const things = fc
  .array(
    fc.record({
      first: fc.option(text),
      second: fc.option(text),
      size: fc.option(fc.maxSafeInteger()),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((list) => list.map((one, place) => ({ ...one, place })));

test('any text and number is read back as it was', async () => {
  const property = fc.asyncProperty(things, async (given) => {
    await database.knex('things').delete();
    await land(given);
    expect(await stored()).toEqual(given);
  });
  await fc.assert(property, { numRuns: 200 });
});

test.each([
  ['the end of the data', '\\.'],
  ['nothing', '\\N'],
  ['a line of its own', 'a\nb\r\nc\rd'],
  ['another column', 'a\tb'],
  ['an escape', String.raw`\t\x41\101`],
  ['empty', ''],
])('text that reads like %s is text', async (_name, given) => {
  await database.knex('things').delete();
  await land([thing(0, given), thing(1, null)]);
  expect(await stored()).toEqual([thing(0, given), thing(1, null)]);
});

test('a COPY that fails leaves nothing, tells no content, and its connection goes on', async () => {
  await database.knex('things').delete();
  const secret = 'not-to-be-told';
  await withPostgres(database.knex, async (client) => {
    const bytes = Buffer.from(`1\tfine\t\\N\t1\n2\t\\N\t\\N\t${secret}\n`);
    const failed = await copyIn(client, { sql: SQL, bytes, limit: LONG }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: '22P02' });
    expect((failed as { where?: string }).where).toBeUndefined();
    await copyIn(client, { sql: SQL, bytes: copyText(COLUMNS, [thing(3, 'after')]), limit: LONG });
  });
  expect(await stored()).toEqual([thing(3, 'after')]);
});

test('a group is refused as a whole where one of its rows is', async () => {
  await database.knex('things').delete();
  await land([thing(1, 'there')]);
  await expect(land([thing(2, 'new'), thing(1, 'again')])).rejects.toMatchObject({ code: '23505' });
  expect(await stored()).toEqual([thing(1, 'there')]);
});

test('more than sockets hold is refused at its first line without harm', async () => {
  await database.knex('things').delete();
  await land([thing(0, 'there')]);
  const many = Array.from({ length: 4000 }, (_, place) => thing(place, 'x'.repeat(2000)));
  await expect(land(many)).rejects.toMatchObject({ code: '23505' });
  await land([thing(1, 'after')]);
  expect(await stored()).toEqual([thing(0, 'there'), thing(1, 'after')]);
});

test('a COPY that was given up while it waited stores nothing when the server comes to it', async () => {
  await database.knex('things').delete();
  const other = await database.knex.transaction();
  await other.raw('LOCK TABLE things IN ACCESS EXCLUSIVE MODE');
  await expect(land([thing(1, 'late')], 50)).rejects.toThrow('timeout');
  await other.rollback();
  await land([thing(2, 'after')]);
  expect(await stored()).toEqual([thing(2, 'after')]);
});

test('a COPY whose connection is cut is refused', async () => {
  await database.knex('things').delete();
  const other = await database.knex.transaction();
  await other.raw('LOCK TABLE things IN ACCESS EXCLUSIVE MODE');
  const landing = land([thing(1, 'late')]).catch((error: unknown) => error);
  const waiting = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (;;) {
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(waiting);
    if (rows.length > 0) break;
  }
  expect(await landing).toBeInstanceOf(Error);
  await other.rollback();
  expect(await stored()).toEqual([]);
});
