import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@governance-agent/policy-engine';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { bodyHash, canonicalBody } from '../src/body.ts';
import { canonicalJson } from '../src/canonical.ts';
import { sha256 } from '../src/hash.ts';
import { prepareRow } from '../src/prepare-row.ts';
import { profileValue } from '../src/profile.ts';
import { auditEvent, eventMasker } from './support/events.ts';
import { ACME } from './support/store.ts';

const anyJson = fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }) as fc.Arbitrary<JsonValue>;

describe('canonicalJson', () => {
  test('equals RFC 8785 for every value the profile lets through', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const clean = profileValue(value);
        expect(canonicalJson(clean)).toBe(canonicalize(clean));
      }),
    );
  });

  test('is a fixed point: parsing and serialising again changes no byte', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const once = canonicalJson(profileValue(value));
        expect(canonicalJson(JSON.parse(once) as JsonValue)).toBe(once);
      }),
    );
  });

  test('orders keys by UTF-16 code units', () => {
    expect(canonicalJson({ '\ufb33': 1, '\ud83d\ude00': 2, b: 3, a: 4, '': 5 })).toBe(
      '{"":5,"a":4,"b":3,"\ud83d\ude00":2,"\ufb33":1}',
    );
  });

  test.each<[string, JsonValue]>([
    ['a float', 0.5],
    ['a large integer', 2 ** 53],
    ['NaN', Number.NaN],
    ['a lone surrogate', '\ud800'],
    ['U+0000', 'a\u0000b'],
    ['a hostile key', { '\udfff': 1 }],
    ['great depth', JSON.parse('['.repeat(40) + ']'.repeat(40)) as JsonValue],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'invalid_event' }));
  });
});

describe('canonicalBody', () => {
  const random = (size: number): Buffer => Buffer.alloc(size, 7);
  const prepare = (text: string) =>
    prepareRow(
      { now: 0, random },
      ACME,
      eventMasker.mask(auditEvent({ toolName: text, attributes: { text } })),
    );

  test('equals RFC 8785 of the same columns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const { body, bodyHash: hash } = prepare(text);
        expect(canonicalBody(body)).toBe(canonicalize(body));
        expect(hash).toBe(sha256(canonicalBody(body)));
      }),
    );
  });

  test('changes with every column', () => {
    const { body, bodyHash: before } = prepare('x');
    for (const key of Object.keys(body)) {
      expect(
        bodyHash({ ...body, [key]: typeof body[key as keyof typeof body] === 'number' ? 999 : 'changed' }),
      ).not.toBe(before);
    }
  });
});
