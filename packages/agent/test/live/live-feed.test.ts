// Streams that misbehave: clients that do not read, credentials that end, a store that fails.
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createLiveFeed, type LiveFeed, type LiveFeedDeps } from '../../src/live/live-feed.ts';
import { row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const ROWS = 250;

let agent: TestAgent;
let live: LiveFeed;
beforeAll(async () => {
  agent = await testAgent('sqlite');
  await agent.writer.append(
    ACME,
    Array.from({ length: ROWS }, (_, index) => row(index, { attributes: { filler: 'x'.repeat(500) } })),
  );
});
afterEach(() => live.close());
afterAll(() => agent.remove());

const feed = (change: Partial<LiveFeedDeps> = {}): LiveFeed =>
  createLiveFeed({ database: agent.database, pollMs: 5, heartbeatMs: 5, ...change });

const order = (sink: PassThrough, change: object = {}) => ({
  sink,
  reach: 'acme',
  filters: {},
  after: 0,
  size: 0,
  credential: 't-1',
  assertAllowed: () => Promise.resolve(),
  ...change,
});

async function readUntil(sink: PassThrough, text: string): Promise<string> {
  let all = '';
  for await (const chunk of sink.iterator({ destroyOnReturn: false })) {
    all += String(chunk);
    if (all.includes(text)) break;
  }
  return all;
}

it('shows that it lives, and where it stands', async () => {
  live = feed();
  const sink = new PassThrough();
  live.follow(order(sink, { filters: { columns: { model: 'none' } } }));
  const text = await readUntil(sink, `: alive\nid: ${ROWS}\n\n`);
  expect(text).toMatch(/^retry: 2000\nid: 0\n\n/);
  expect(text).not.toContain('data: ');
});

it('reads from the store no faster than the client reads', async () => {
  live = feed({ heartbeatMs: 1_000_000 });
  const slow = new PassThrough({ highWaterMark: 1000 });
  const quick = new PassThrough();
  live.follow(order(slow));
  live.follow(order(quick));
  await readUntil(quick, `id: ${ROWS}\n`);
  // The other client has everything, this one a page, which waits for it.
  expect(String(slow.read()).match(/event: decision/g)).toHaveLength(100);
});

it('loses and repeats nothing on the way to a client that reads slowly', async () => {
  live = feed({ heartbeatMs: 1_000_000 });
  const sink = new PassThrough({ highWaterMark: 1000 });
  live.follow(order(sink));
  const text = await readUntil(sink, `id: ${ROWS}\n`);
  const ids = [...text.matchAll(/^event: decision\nid: (\d+)$/gm)].map(([, id]) => Number(id));
  expect(ids).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
});

it('cuts a client that takes nothing at all', async () => {
  live = feed();
  const sink = new PassThrough({ highWaterMark: 1 });
  live.follow(order(sink));
  await once(sink, 'close');
  expect(sink.destroyed).toBe(true);
});

it('ends with the credential', async () => {
  live = feed();
  const sink = new PassThrough();
  live.follow(order(sink, { after: ROWS, assertAllowed: () => Promise.reject(new Error('over')) }));
  sink.resume();
  await once(sink, 'end');
  expect(sink.writableEnded).toBe(true);
});

it('gives room back when clients leave', async () => {
  live = feed({ most: { all: 2, credential: 1 } });
  const [first, second, third] = [new PassThrough(), new PassThrough(), new PassThrough()];
  expect(live.follow(order(first))).toBe(true);
  expect(live.follow(order(second))).toBe(false);
  expect(live.follow(order(second, { credential: 't-2' }))).toBe(true);
  expect(live.follow(order(third, { credential: 't-3' }))).toBe(false);
  first.destroy();
  await once(first, 'close');
  expect(live.follow(order(third, { credential: 't-3' }))).toBe(true);
});

it('takes nobody once it is closed', () => {
  live = feed();
  live.close();
  expect(live.follow(order(new PassThrough()))).toBe(false);
});

it('stays while the store does not answer', async () => {
  await agent.database.knex.schema.renameTable('chain_heads', 'chain_heads_away');
  live = feed();
  const sink = new PassThrough();
  live.follow(order(sink));
  await readUntil(sink, ': alive\nid: 0\n\n').finally(() =>
    agent.database.knex.schema.renameTable('chain_heads_away', 'chain_heads'),
  );
  expect(await readUntil(sink, `id: ${ROWS}\n`)).toContain('event: decision');
});
