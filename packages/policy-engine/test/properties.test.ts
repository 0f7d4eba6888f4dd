// What holds for every text: masking twice is masking once, only masks are new, JSON stays JSON, hidden is found too.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMasker, ENTITIES, type JsonObject, type JsonValue } from '../src/index.ts';
import { caseFolders, matchCases } from './support/cases.ts';
import { disguises, wrappings } from './support/disguises.ts';
import { identities } from './support/identities.ts';

const masker = createMasker();
const mask = (text: string): string => masker.maskText(text).text;

/** Every text that a case masks, as building stones of longer ones. */
const stones = caseFolders().flatMap((folder) => matchCases(folder).map(({ text }) => text));
const glue = [
  '',
  ' ',
  '\n',
  ', ',
  ': ',
  '"',
  '/',
  '-',
  '=',
  '{',
  '}',
  '[',
  'NIK ',
  'password=',
  'token: ',
  'HP ',
  '\u200b',
  '\\',
];
const mixture = fc
  .array(fc.oneof(fc.constantFrom(...stones), fc.constantFrom(...glue), fc.string({ maxLength: 12 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

describe('every text', () => {
  test('is masked as a masker masks it that has seen nothing before, whatever came first', () => {
    const long = createMasker();
    const short = fc.oneof(fc.constantFrom(...stones), mixture);
    fc.assert(
      fc.property(fc.array(short, { minLength: 1, maxLength: 12 }), (texts) => {
        const input = (): JsonObject => Object.fromEntries(texts.map((text) => [text, text]));
        const [run, fresh] = [long.begin(), createMasker().begin()];
        expect(run.json(input())).toEqual(fresh.json(input()));
        expect(run.redactions()).toEqual(fresh.redactions());
      }),
      { numRuns: 100 },
    );
  });

  test('is masked once and for all', () => {
    fc.assert(
      fc.property(mixture, (text) => {
        const once = mask(text);
        expect(mask(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('changes only where masks are put', () => {
    const names = ENTITIES.map(({ name }) => `\\[${name}\\]`).join('|');
    const masks = new RegExp(`(?:${names})`);
    fc.assert(
      fc.property(mixture, (text) => {
        let from = 0;
        for (const kept of mask(text).split(masks)) {
          const at = text.indexOf(kept, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + kept.length;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('in pieces of any Unicode never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => typeof mask(text) === 'string'),
    );
  });
});

describe('every JSON value', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
  const shapeOf = (value: JsonValue): unknown => {
    if (Array.isArray(value)) return value.map((item: JsonValue) => shapeOf(item));
    if (typeof value === 'object' && value !== null) return Object.values(value).map((item) => shapeOf(item));
    return typeof value === 'number'
      ? 'string or number'
      : typeof value === 'string'
        ? 'string or number'
        : value;
  };

  test('keeps its shape', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(shapeOf(masker.begin().value(value))).toEqual(shapeOf(value));
      }),
    );
  });

  test('in a string is masked like the value itself, and stays JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(mixture, json)), (object) => {
        const value = object as JsonObject;
        const text = JSON.stringify(value);
        expect(Object.keys(JSON.parse(mask(text)) as object)).toHaveLength(Object.keys(value).length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('every identity', () => {
  for (const { entity, key, arbitrary, disguised } of identities) {
    test(`${entity} is found in every disguise`, () => {
      const ways = disguises.filter(({ only }) => only === undefined || only === disguised);
      fc.assert(
        fc.property(
          arbitrary,
          fc.constantFrom(...ways),
          fc.constantFrom(...wrappings),
          (value, way, wrap) => {
            const hidden = way.hide(value);
            const masked = mask(wrap.wrap(key, hidden));
            expect({ way: way.name, wrap: wrap.name, leaks: masked.includes(hidden) }).toMatchObject({
              leaks: false,
            });
          },
        ),
        { numRuns: 400 },
      );
    });
  }
});
