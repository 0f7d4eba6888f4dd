// The run: JSON walks, labels, budgets, and what happens when masking cannot be vouched for.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMasker, PolicyError, type JsonObject, type Recognizer } from '../src/index.ts';

const masker = createMasker();
const nik = '3174052905880007';
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof PolicyError ? error.code : 'other';
  }
  return 'none';
};

describe('json', () => {
  test('masks strings, keys and numbers and keeps the shape', () => {
    const run = masker.begin();
    const masked = run.json({ a: [`NIK ${nik}`, 1, null, true], [nik]: { n: Number(nik) }, n: 12 });
    expect(masked).toEqual({ a: ['NIK [NIK]', 1, null, true], '[NIK]': { n: '[NIK]' }, n: 12 });
    expect(run.redactions()).toEqual({ NIK: 3 });
  });

  test('masks a number where its text would be masked, from seven characters on', () => {
    // Everything is a hit, so that the length alone decides.
    const all: Recognizer = {
      name: 'all',
      entities: ['NUMBER'],
      recognize: (text) => [{ entity: 'NUMBER', start: 0, end: text.length }],
    };
    const every = createMasker({ recognizers: [all] });
    const masked = (n: number): boolean => every.begin().json({ n })['n'] !== n;
    const numbers = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true }));
    const isLong = (n: number): boolean => String(n).length >= 7;
    fc.assert(fc.property(numbers, (n) => expect(masked(n)).toBe(isLong(n))));
    for (const n of [0, -0, 999_999, 1_000_000, -99_999, -999_999, 0.5, 1e6, 1e21])
      expect(masked(n)).toBe(isLong(n));
  });

  test('asks for structure at the top level only', () => {
    const input = { id: nik, deep: { id: nik } };
    const masked = masker.begin().json(input, (key) => key === 'id');
    expect(masked).toEqual({ id: nik, deep: { id: '[NIK]' } });
  });

  test('returns the very object when there is nothing to mask', () => {
    const input = { a: ['x', { b: 1 }], c: 'plain' };
    expect(masker.begin().json(input)).toBe(input);
  });

  test('keeps two keys that are masked alike apart', () => {
    const masked = masker.begin().json({ 'a@x.example.com': 1, 'b@x.example.com': 2 });
    expect(masked).toEqual({ '[EMAIL]': 1, '[EMAIL]#2': 2 });
    expect(masker.maskText('{"a@x.example.com":1,"b@x.example.com":2,"c@x.example.com":3}').text).toBe(
      '{"[EMAIL]":1,"[EMAIL]#2":2,"[EMAIL]#3":3}',
    );
  });

  test('keeps a key that looks like a mask apart from masks', () => {
    const masked = masker.begin().json({ '[EMAIL]': 1, 'a@x.example.com': 2, '[EMAIL]#2': 3 });
    expect(Object.values(masked)).toEqual([1, 2, 3]);
    expect(Object.keys(masked)).toHaveLength(3);
  });

  test('leaves a __proto__ key a plain key', () => {
    const input = JSON.parse(`{"__proto__":{"nik":"${nik}"}}`) as JsonObject;
    const masked = masker.begin().json(input);
    expect(Object.keys(masked)).toEqual(['__proto__']);
    expect(JSON.stringify(masked)).toBe('{"__proto__":{"nik":"[NIK]"}}');
    expect(Object.getPrototypeOf(masked)).toBe(Object.prototype);
  });

  test('lets keys, names and flags speak for values', () => {
    const masked = masker.begin().json({
      password: 'kucing hitam',
      env: [{ name: 'DB_PASSWORD', value: 'kucing hitam' }],
      attributes: [{ key: 'api_token', value: { stringValue: 'q7wert2yup4lkj9' } }],
      argv: ['run', '--password', 'kucing'],
      nik: 3_000_000_000_000_001,
    });
    expect(masked).toEqual({
      password: '[PASSWORD]',
      env: [{ name: 'DB_PASSWORD', value: '[PASSWORD]' }],
      attributes: [{ key: 'api_token', value: { stringValue: '[SECRET]' } }],
      argv: ['run', '--password', '[PASSWORD]'],
      nik: '[NIK]',
    });
  });

  test('follows JSON in strings and changes only what it masks', () => {
    const inner = `{ "id" : 12345678901234567890,\n "nik": ${nik}, "x": "{\\"password\\":\\"kucing\\"}" }`;
    const masked = masker.begin().json({ tool_input: inner });
    expect(masked['tool_input']).toBe(
      '{ "id" : 12345678901234567890,\n "nik": "[NIK]", "x": "{\\"password\\":\\"[PASSWORD]\\"}" }',
    );
  });

  test('masks JSON that was cut as text', () => {
    const masked = masker
      .begin()
      .json({ tool_input: `{"command":"psql","env":{"PGPASSWORD":"kucing99","nik":"${nik}` });
    expect(masked['tool_input']).toBe('{"command":"psql","env":{"PGPASSWORD":"[PASSWORD]","nik":"[NIK]');
  });

  test('refuses to follow a value into the abyss', () => {
    let deep: JsonObject = {};
    for (let i = 0; i < 5_000; i += 1) deep = { deep };
    expect(codeOf(() => masker.begin().json(deep))).toBe('size_budget_spent');
  });

  test('masks values that are no objects', () => {
    expect(masker.begin().value(nik)).toBe('[NIK]');
    expect(masker.begin().value([nik, 4])).toEqual(['[NIK]', 4]);
    expect(masker.begin().value(null)).toBeNull();
  });
});

describe('fails closed', () => {
  const refusals: readonly [string, () => unknown][] = [
    ['detection_off', () => createMasker({ settings: { detection: 'off' } }).maskText('x')],
    [
      'detection_off',
      () =>
        createMasker({ settings: { detection: 'off' } })
          .begin()
          .json({}),
    ],
    ['size_budget_spent', () => createMasker({ settings: { fieldCharacters: 10 } }).maskText('x'.repeat(11))],
    [
      'size_budget_spent',
      () =>
        createMasker({ settings: { eventCharacters: 10 } })
          .begin()
          .json({ a: 'xxxxxx', b: 'xxxxxx' }),
    ],
    ['invalid_settings', () => createMasker({ settings: { fieldCharacters: -1 } })],
    ['invalid_settings', () => createMasker({ settings: { disabled: ['NO_SUCH'] } })],
  ];

  test.each(refusals)('%s', (code, work) => {
    expect(codeOf(work)).toBe(code);
  });

  test('time is up', () => {
    let now = 0;
    const slow = createMasker({ settings: { fieldMilliseconds: 5 }, clock: () => (now += 1) });
    expect(codeOf(() => slow.maskText('a=1 '.repeat(5_000)))).toBe('time_budget_spent');
  });

  test('a recogniser that throws fails the run without its message', () => {
    const broken: Recognizer = {
      name: 'broken',
      entities: ['PERSON'],
      recognize: (text) => {
        throw new Error(text);
      },
    };
    const failing = createMasker({ recognizers: [broken] });
    expect(() => failing.maskText('kucing hitam')).toThrow(PolicyError);
    expect(() => failing.maskText('kucing hitam')).not.toThrow(/kucing/);
  });

  test('no detector left', () => {
    const names = masker.entities.map(({ name }) => name);
    expect(codeOf(() => createMasker({ settings: { disabled: names } }).maskText('x'))).toBe(
      'registry_empty',
    );
  });
});

describe('settings', () => {
  test('a disabled entity stays', () => {
    const lenient = createMasker({ settings: { disabled: ['EMAIL'] } });
    expect(lenient.maskText(`a@x.example.com ${nik}`).text).toBe('a@x.example.com [NIK]');
  });

  test('a recogniser adds what it finds', () => {
    const names: Recognizer = {
      name: 'names',
      entities: ['PERSON'],
      recognize: (text) =>
        Array.from(text.matchAll(/Siti/g), ({ index }) => ({
          entity: 'PERSON',
          start: index,
          end: index + 4,
        })),
    };
    expect(createMasker({ recognizers: [names] }).maskText('Siti, Siti')).toEqual({
      text: '[PERSON], [PERSON]',
      redactions: { PERSON: 2 },
    });
  });

  test('the policy version names settings and recognisers', () => {
    const other = createMasker({ settings: { disabled: ['EMAIL'] } });
    expect(createMasker().policyVersion).toBe(masker.policyVersion);
    expect(other.policyVersion).not.toBe(masker.policyVersion);
  });
});
