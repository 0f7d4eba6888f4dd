// The fuzzer itself: it repeats itself by its seed, finds what is planted, and shortens it.
import { expect, test } from '@jest/globals';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import { delimited, fieldsOf, mutateProtobuf } from '../engine/mutate-protobuf.ts';
import { createTextMutator } from '../engine/mutate-text.ts';
import { createChance } from '../engine/chance.ts';
import { runTarget } from '../engine/run-target.ts';
import { shorten } from '../engine/shorten.ts';
import type { Mutator, Target } from '../engine/target.ts';

const MESSAGE = delimited(1, delimited(2, Buffer.from('text')));

function targetThatFails(fails: (input: Buffer) => boolean, seen: string[] = []): Target {
  const check = (input: Buffer): void => {
    seen.push(input.toString('hex'));
    if (fails(input)) throw new Error('planted');
  };
  const open = () => Promise.resolve({ check });
  return {
    name: 'planted',
    seeds: () => [MESSAGE],
    mutators: [mutateBytes, mutateProtobuf],
    testRuns: 0,
    open,
  };
}

const run = (target: Target, seed: number) =>
  runTarget(target, { seed, goesOn: (executions) => executions < 400, maxFindings: 1 });

test('the same seed gives the same inputs, another one others', async () => {
  const seen: string[][] = [[], [], []];
  for (const [index, seed] of [7, 7, 8].entries())
    await run(
      targetThatFails(() => false, seen[index]),
      seed,
    );
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]).not.toEqual(seen[2]);
});

test('what is planted is found', async () => {
  const { findings } = await run(
    targetThatFails((input) => input.includes(0xff)),
    1,
  );
  expect(findings).toHaveLength(1);
});

test('a finding is shortened to what makes it one', async () => {
  const opened = await targetThatFails((input) => input.includes('xt')).open();
  expect((await shorten(opened, MESSAGE)).toString()).toBe('xt');
});

test('a field that is changed keeps the lengths around it right, most of the time', () => {
  const chance = createChance(3);
  const whole = Array.from({ length: 500 }, () => mutateProtobuf(chance, MESSAGE, () => MESSAGE)).filter(
    (message) => fieldsOf(message) !== null,
  );
  expect(whole.length).toBeGreaterThan(300);
});

test.each<[string, Mutator]>([
  ['bytes', mutateBytes],
  ['protobuf', mutateProtobuf],
  ['text', createTextMutator(['word'])],
])('%s: nothing at all can be changed too', (_name, mutate) => {
  const chance = createChance(1);
  const empty = Buffer.alloc(0);
  for (let left = 200; left > 0; left -= 1) expect(mutate(chance, empty, () => empty)).toBeInstanceOf(Buffer);
});
