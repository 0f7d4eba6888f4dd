// Facts: sets of numbers that stand for rows of the rollups, the same on every thread.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFactCollector, createFactMaker, differences, factOfBoth } from '../../src/rollups/facts.ts';
import { createMemberFacts } from '../../src/rollups/member-facts.ts';

const facts = fc.array(fc.integer({ min: 0, max: 2 ** 48 - 1 }), { maxLength: 2000 });

test('a collector holds each fact once, sorted, however it came', () => {
  fc.assert(
    fc.property(facts, facts, (single, many) => {
      const collector = createFactCollector();
      for (const fact of single) collector.add('a', fact);
      collector.addAll('a', Float64Array.from(many));
      const expected = [...new Set([...single, ...many])].sort((a, b) => a - b);
      expect([...(collector.end().get('a') ?? [])]).toEqual(expected);
    }),
  );
});

test('who was where is told apart from who else was, and where else', () => {
  const made = createMemberFacts(createFactMaker('secret'));
  const places = ['a', 'b'].flatMap((value) => [1, 2].map((hour) => made.where('tool', value, hour)));
  const all = places.flatMap((where) =>
    ['session', 'user'].flatMap((kind) => ['a', 'b', null].map((who) => made.fact(kind, who, where))),
  );
  expect(new Set(all).size).toBe(all.length);
  const again = createMemberFacts(createFactMaker('secret'));
  expect(again.fact('user', 'b', again.where('tool', 'b', 2))).toBe(
    made.fact('user', 'b', made.where('tool', 'b', 2)),
  );
});

test('members that changed places are a difference', () => {
  const made = createMemberFacts(createFactMaker('secret'));
  const [here, there] = [made.where('tool', 'a', 1), made.where('tool', 'b', 1)];
  const setsOf = (pairs: readonly (readonly [string, number])[]) => {
    const collector = createFactCollector();
    for (const [who, where] of pairs) collector.add('distinct', made.fact('user', who, where));
    return collector.end();
  };
  const honest = setsOf([
    ['x', here],
    ['y', there],
  ]);
  const swapped = setsOf([
    ['x', there],
    ['y', here],
  ]);
  expect(differences(honest, swapped)).toEqual(['distinct']);
  expect(differences(honest, honest)).toEqual([]);
});

test('a fact of both is a number of 48 bits', () => {
  expect(factOfBoth(2 ** 48 - 1, 2)).toBe(1);
});
