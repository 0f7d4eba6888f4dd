// Orders to a thread: each has its answer, or is rejected when the thread ends, and the next one finds a thread.
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createOrderedThread, type OrderedThread } from '../src/ordered-thread.ts';
import { threadProgram } from '../src/thread-program.ts';
import type { TestAnswer, TestOrder } from './processes/ordered.ts';

const { script, execArgv } = threadProgram('processes/ordered', import.meta.url);

let started = 0;
let thread: OrderedThread<TestOrder, TestAnswer>;
beforeEach(() => {
  started = 0;
  thread = createOrderedThread(() => {
    started += 1;
    return new Worker(script, { execArgv });
  });
});
afterEach(() => thread.close());

const say = (text: string, after?: number): Promise<TestAnswer> =>
  thread.give({ say: text, ...(after !== undefined && { after }) }, []);

test('an answer is that of its order, whichever is ready first', async () => {
  const answers = await Promise.all([say('slow', 60), say('fast'), say('middling', 20)]);
  expect(answers.map(({ said }) => said)).toEqual(['slow', 'fast', 'middling']);
  expect(thread.open()).toBe(0);
  expect(started).toBe(1);
});

test('sixteen are worked on at a time, the others in the order in which they came', async () => {
  const finished: string[] = [];
  const names = Array.from({ length: 40 }, (_, index) => `${index}`);
  const answers = await Promise.all(
    names.map(async (name) => {
      const answer = await say(name, 5);
      finished.push(answer.said);
      return answer;
    }),
  );
  expect(Math.max(...answers.map(({ inWork }) => inWork))).toBe(16);
  expect(finished).toEqual(names);
});

test('who gives way to others goes on, however many come', async () => {
  let short = 0;
  let done = false;
  const sendOn = async (): Promise<void> => {
    while (!done && short < 500) {
      await thread.give({ say: 'short', slices: 1 }, []);
      short += 1;
    }
  };
  const senders = Array.from({ length: 4 }, sendOn);
  await thread.give({ say: 'long', slices: 10 }, []);
  done = true;
  await Promise.all(senders);
  expect(short).toBeLessThan(100);
});

test.each(['exit', 'throw', 'reject'] as const)(
  'a thread that ends by %s rejects all that it was given, and is replaced',
  async (end) => {
    await say('ready');
    const given = [say('one', 1000), thread.give({ end }, []), say('two', 1000)];
    const settled = await Promise.allSettled(given);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(thread.open()).toBe(0);
    expect(await say('again')).toMatchObject({ said: 'again' });
    expect(started).toBe(2);
  },
);

test('what cannot be sent is rejected alone', async () => {
  const other = say('other', 20);
  const unsendable = { say: (() => 'no') as unknown as string };
  await expect(thread.give(unsendable, [])).rejects.toThrow(/could not be cloned/);
  expect(await other).toMatchObject({ said: 'other' });
  expect(thread.open()).toBe(0);
});

test('closing rejects what is not answered; the next order begins a thread', async () => {
  const waiting = say('waiting', 1000);
  await thread.close();
  await expect(waiting).rejects.toThrow('the thread has ended');
  expect(await say('again')).toMatchObject({ said: 'again' });
  expect(started).toBe(2);
});

test('begins ahead of its first order where it is told to', async () => {
  thread.begin();
  expect(started).toBe(1);
  expect(await say('hello')).toMatchObject({ said: 'hello', inWork: 1 });
  expect(started).toBe(1);
});
