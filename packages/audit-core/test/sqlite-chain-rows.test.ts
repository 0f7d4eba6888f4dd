// The rows that SQLite gives a walk are those that the ordinary reader gives, whatever text is in them, and no other type passes for it.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { canonicalBody } from '../src/body.ts';
import { isRead, type ReadRow, type ThereRow } from '../src/chain/stored-row.ts';
import { verify } from '../src/index.ts';
import { BODY_COLUMNS, ROW_COLUMNS, type SealedRow } from '../src/row.ts';
import { createChainRows } from '../src/store/chain-rows.ts';
import { createSqliteChainRows } from '../src/store/sqlite-chain-rows.ts';
import { dropGuards } from './support/attacks.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

const ROWS = 6;
const NUMBERS = /^(seq|received_at|session_seq|client_sequence|duration_ms|cost_nano_usd|tokens_\w+)$/;
const REQUIRED = ['attributes', 'content_state', 'dataset', 'event', 'id', 'idempotency_key', 'occurred_at']
  .concat(['org', 'plane', 'policy_version', 'redactions', 'resource', 'tenant', 'decision'])
  .concat(['seq', 'received_at', 'session_seq', 'prev_hash', 'body_hash', 'row_hash', 'signature', 'key_id']);

/** Of the profile: well-formed, without U+0000. Every character that JSON escapes is among them, and every length of UTF-8. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replaceAll('\u0000', '')),
  fc.string({ unit: fc.integer({ min: 1, max: 0x2f }).map((code) => String.fromCodePoint(code)) }),
  fc.constantFrom('', "it's", '\u007f\u0080\u2028\u2029\ufeff\uffff', '{"a":[1]}', '\\u0041', '\u{10ffff}'),
);
const whole = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);

const rowArbitrary = fc.record(
  Object.fromEntries(
    ROW_COLUMNS.filter((column) => column !== 'tenant' && column !== 'seq').map((column) => {
      const value: fc.Arbitrary<string | number> = NUMBERS.test(column) ? whole : text;
      return [column, REQUIRED.includes(column) ? value : fc.option<string | number>(value)];
    }),
  ),
);

/** Without STRICT, keys and types: what somebody makes of a table who has the file. */
async function loosen(knex: Knex): Promise<void> {
  for (const table of ['audit_logs', 'audit_content']) {
    await knex.raw(`CREATE TABLE loose AS SELECT * FROM ${table}`);
    const columns = Object.keys(await knex('loose').columnInfo()).join(', ');
    await knex.raw(`DROP TABLE ${table}`);
    await knex.raw(`CREATE TABLE ${table} (${columns})`);
    await knex.raw(`INSERT INTO ${table} SELECT * FROM loose`);
    await knex.raw('DROP TABLE loose');
  }
}

describe('rows of a chain from SQLite', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore('sqlite');
    await store.writer.append(ACME, maskedEvents(ROWS));
  });
  afterEach(() => store.remove());

  const report = () =>
    verify({
      ...{ database: store.database, clock: store.clock, mode: 'full' },
      trustedKeys: [store.key.publicKey],
    });

  test('are the rows of the ordinary reader, and their text is what is hashed', async () => {
    const { knex } = store.database;
    await dropGuards(knex);
    const [ordinary, read] = [createChainRows(knex), createSqliteChainRows(knex)];
    await fc.assert(
      fc.asyncProperty(rowArbitrary, async (row) => {
        await knex('audit_logs').where({ tenant: 'acme', seq: 3 }).delete();
        await knex('audit_logs').insert({ ...row, tenant: 'acme', seq: 3 });
        const [expected] = await ordinary('acme', 3, 3, 1);
        const [found] = await read('acme', 3, 3, 1);
        const { body, isSound, ...columns } = readRow(found);
        expect(isSound).toBe(true);
        expect(expected).toMatchObject(columns);
        expect(body).toBe(canonicalBody(expected as SealedRow));
      }),
      { numRuns: 300 },
    );
  });

  test('every character of the basic plane is written as it is hashed', async () => {
    const { knex } = store.database;
    await dropGuards(knex);
    const read = createSqliteChainRows(knex);
    for (let from = 1; from < 0x1_0000; from += 0x1000) {
      const codes = Array.from({ length: 0x1000 }, (_, index) => from + index);
      const model = codes
        .filter((code) => code < 0xd800 || (code > 0xdfff && code < 0x1_0000))
        .map((code) => String.fromCharCode(code))
        .join('');
      await knex('audit_logs').where({ tenant: 'acme', seq: 3 }).update({ model });
      const [found] = await read('acme', 3, 3, 1);
      expect(readRow(found).body).toContain(`"model":${JSON.stringify(model)}`);
    }
  });

  test('pages hold what was asked for, in order', async () => {
    const read = createSqliteChainRows(store.database.knex);
    const seqs = async (...asked: [number, number, number]) =>
      (await read('acme', ...asked)).map(({ seq }) => seq);
    expect(await seqs(1, ROWS, 100)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await seqs(2, 5, 3)).toEqual([2, 3, 4]);
    expect(await seqs(7, 100, 3)).toEqual([]);
    expect(await read('globex', 1, 9, 9)).toEqual([]);
  });

  test('a transaction reads what it wrote, and the connection behind it goes on', async () => {
    const { knex } = store.database;
    await dropGuards(knex);
    const trx = await knex.transaction();
    await trx('audit_logs').where({ tenant: 'acme', seq: 2 }).update({ model: 'other' });
    expect((await createSqliteChainRows(trx)('acme', 2, 2, 1))[0]).toMatchObject({ model: 'other' });
    await trx.rollback();
    expect((await report()).verdict).toBe('verified');
  });

  describe('of a table that takes values of any type', () => {
    beforeEach(async () => {
      await dropGuards(store.database.knex);
      await loosen(store.database.knex);
    });

    test('an honest store is verified', async () => {
      expect((await report()).verdict).toBe('verified');
    });

    const breaksWith = async (table: string, change: string): Promise<unknown> => {
      await store.database.knex.raw(`UPDATE ${table} SET ${change} WHERE seq = 3`);
      const { verdict, chains } = await report();
      return { verdict, seqs: chains[0]?.breaks.map(({ seq }) => seq) };
    };
    const named = { verdict: 'broken', seqs: expect.arrayContaining([3]) };

    test.each(BODY_COLUMNS.filter((column) => column !== 'tenant'))(
      'the bytes of %s in place of its text or number are a finding',
      async (column) => {
        const bytes = `CAST(coalesce(${column}, 'x') AS BLOB)`;
        expect(await breaksWith('audit_logs', `${column} = ${bytes}`)).toEqual(named);
      },
    );

    test.each(['prev_hash', 'body_hash', 'row_hash', 'key_id'])(
      'the bytes of %s in place of its text are a finding',
      async (column) => {
        expect(await breaksWith('audit_logs', `${column} = CAST(${column} AS BLOB)`)).toMatchObject({
          verdict: 'broken',
        });
      },
    );

    test.each(['received_at', 'session_seq', 'seq', 'tokens_input', 'client_sequence', 'cost_nano_usd'])(
      'a float that looks like the integer of %s is a finding',
      async (column) => {
        expect(await breaksWith('audit_logs', `${column} = CAST(${column} AS REAL)`)).toEqual(named);
      },
    );

    test.each(['received_at', 'session_seq', 'tokens_input', 'client_sequence'])(
      'text that spells the integer of %s is a finding',
      async (column) => {
        expect(await breaksWith('audit_logs', `${column} = CAST(${column} AS TEXT)`)).toEqual(named);
      },
    );

    test.each(['content', 'salt'])('the bytes of the %s of a row are a finding', async (column) => {
      expect(await breaksWith('audit_content', `${column} = CAST(${column} AS BLOB)`)).toEqual(named);
    });

    test.each([
      ['a number in place of text', 'session_id = 5'],
      ['a number in place of a hash', 'row_hash = 5'],
      ['nothing in place of a hash', 'row_hash = NULL, prev_hash = NULL'],
      ['nothing in place of a time', 'occurred_at = NULL'],
      ['a fraction', 'tokens_input = 12.5'],
      ['a number beyond 2^53', 'tokens_input = 9223372036854775807'],
      ['infinity', 'tokens_input = 9e999'],
      ['U+0000', "model = 'a' || char(0) || 'b'"],
      ['bytes that are no UTF-8', "model = CAST(x'ff41' AS TEXT)"],
      ['bytes beside a float', 'model = CAST(model AS BLOB), tokens_input = CAST(tokens_input AS REAL)'],
    ])('%s is a finding', async (_, change) => {
      expect(await breaksWith('audit_logs', change)).toEqual(named);
    });
  });
});

function readRow(row: ThereRow | undefined): ReadRow {
  if (row === undefined || !isRead(row)) throw new TypeError('a row that SQLite gave the walk');
  return row;
}
