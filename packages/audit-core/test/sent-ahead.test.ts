// Statements sent before those in front of them were answered: the first that was refused is what is told, and nothing stays.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ClientBase } from 'pg';
import type { Database } from '../src/index.ts';
import { copyIn } from '../src/store/copy-in.ts';
import { inPostgresTransaction } from '../src/store/postgres-transaction.ts';
import { sendingAhead, type SendAhead } from '../src/store/sent-ahead.ts';
import { scratchPostgres } from './support/scratch-postgres.ts';

let database: Database;

beforeAll(async () => {
  database = await scratchPostgres('CREATE TABLE numbers (number bigint PRIMARY KEY)');
});
afterAll(() => database.close());
beforeEach(() => database.knex('numbers').delete());

const stored = (): Promise<number[]> => database.knex('numbers').orderBy('number').pluck<number[]>('number');

const copy = (client: ClientBase, text: string): Promise<void> =>
  copyIn(client, { sql: 'COPY numbers (number) FROM STDIN', bytes: Buffer.from(text), limit: 60_000 });
const insert = (client: ClientBase, number: number): Promise<unknown> =>
  client.query('INSERT INTO numbers (number) VALUES ($1)', [number]);

const landing = <T>(work: (client: ClientBase, ahead: SendAhead) => Promise<T>): Promise<T> =>
  inPostgresTransaction(database.knex, (client) => sendingAhead((ahead) => work(client, ahead)));

test('what was sent ahead of its answer is there in order, between statements that were waited for', async () => {
  const seen = await landing(async (client, ahead) => {
    for (const first of [1, 3, 5, 7]) await ahead(copy(client, `${first}\n${first + 1}\n`));
    await ahead(insert(client, 9));
    const { rows } = await client.query<{ number: number }>('SELECT number FROM numbers ORDER BY number');
    await ahead(copy(client, '10\n'));
    return rows.map(({ number }) => number);
  });
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await stored()).toEqual([...seen, 10]);
});

type Refused = (client: ClientBase, ahead: SendAhead) => Promise<unknown>;

const twice = '1\n1\n';

const refusals: [string, string, Refused][] = [
  ['the last', '23505', (client, ahead) => ahead(copy(client, twice))],
  [
    'one before a COPY',
    '22P02',
    async (client, ahead) => {
      await ahead(copy(client, 'no number\n'));
      await ahead(copy(client, '2\n'));
    },
  ],
  [
    'one before statements of another kind',
    '23505',
    async (client, ahead) => {
      await ahead(copy(client, twice));
      await ahead(insert(client, 2));
      await Promise.all([insert(client, 3), insert(client, 4)]);
    },
  ],
  [
    'one of many',
    '23505',
    async (client, ahead) => {
      for (let number = 1; number < 20; number += 1)
        await ahead(copy(client, `${number === 7 ? 1 : number}\n`));
    },
  ],
  [
    'the first of two',
    '23505',
    async (client, ahead) => {
      await ahead(copy(client, twice));
      await ahead(copy(client, 'no number\n'));
    },
  ],
];

test.each(refusals)('refused: %s', async (_name, code, work) => {
  await expect(landing(work)).rejects.toMatchObject({ code });
  expect(await stored()).toEqual([]);
  await landing((client, ahead) => ahead(copy(client, '1\n')));
  expect(await stored()).toEqual([1]);
});

test('what fails beside the statements is told where they were taken, and takes them back', async () => {
  const failed = new Error('not signed');
  const work: Refused = async (client, ahead) => {
    await ahead(copy(client, '1\n'));
    throw failed;
  };
  await expect(landing(work)).rejects.toBe(failed);
  expect(await stored()).toEqual([]);
});

test('whoever comes behind has nothing under way', async () => {
  const order: string[] = [];
  await database.knex.transaction(async (other) => {
    await other.raw('LOCK TABLE numbers IN ACCESS EXCLUSIVE MODE');
    const waiting = landing(async (client, ahead) => {
      await ahead(copy(client, '1\n').then(() => void order.push('stored')));
      order.push('sent');
      throw new Error('given up');
    }).catch(() => order.push('over'));
    while (order.length === 0) await other.raw('SELECT 1');
    void waiting;
  });
  while (order.length < 3) await stored();
  expect(order).toEqual(['sent', 'stored', 'over']);
  expect(await stored()).toEqual([]);
});
