// Numbered places against what a Map would say.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPlaces } from '../src/places.ts';

const step = fc.record({ take: fc.boolean(), which: fc.nat(20) });

test('whoever took a place is there until it is left, and nobody else', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const places = createPlaces<string>();
      const model = new Map<number, string>();
      steps.forEach(({ take, which }, index) => {
        if (take) {
          const place = places.take(`one ${index}`);
          expect(model.has(place)).toBe(false);
          model.set(place, `one ${index}`);
        } else {
          expect(places.leave(which)).toBe(model.get(which));
          model.delete(which);
        }
        expect(places.taken()).toBe(model.size);
      });
      expect(places.leaveAll().sort()).toEqual([...model.values()].sort());
      expect(places.taken()).toBe(0);
    }),
  );
});

test('places are used again: as many as were taken at once', () => {
  const places = createPlaces<number>();
  const numbers = Array.from({ length: 1000 }, (_, index) => {
    const [first, second] = [places.take(index), places.take(index)];
    places.leave(first);
    places.leave(second);
    return Math.max(first, second);
  });
  expect(Math.max(...numbers)).toBe(1);
});
