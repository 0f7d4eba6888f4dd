import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noteKeyHash, parseNote, isSignedBy } from '../src/chain/signed-note.ts';
import { AuditError } from '../src/errors.ts';
import { createSignatureVerifier } from '../src/verify-signature.ts';
import { craft, edgeSignatures, small, type EdgeSignature } from './support/edge-signatures.ts';
import { add, BASE, encode, isValidByTheRule, isValidWithCofactor, L, multiply } from './support/edwards.ts';

interface Vectors {
  readonly published: readonly EdgeSignature[];
  readonly crafted: readonly EdgeSignature[];
  readonly base64: readonly { readonly name: string; readonly text: string; readonly valid: boolean }[];
}

const file = path.join(import.meta.dirname, 'vectors/ed25519.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
const all = [...vectors.published, ...vectors.crafted];
const bytes = (text: string): Buffer => Buffer.from(text, 'hex');

function verdict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return createSignatureVerifier(publicKey).verify(message, signature);
  } catch (error) {
    // A key that is refused has one way to be refused.
    if (error instanceof AuditError && error.code === 'invalid_key') return false;
    throw error;
  }
}

test('the file holds what the generator makes', () => {
  expect(vectors.crafted).toEqual(edgeSignatures());
});

test.each(all)('$name: $valid', ({ publicKey, message, signature, valid }) => {
  const given = [bytes(publicKey), bytes(message), bytes(signature)] as const;
  expect(verdict(...given)).toBe(valid);
  expect(isValidByTheRule(...given)).toBe(valid);
});

test('the vectors part verifiers with a cofactor from those without', () => {
  const whole = all.filter(({ publicKey, signature }) => publicKey.length === 64 && signature.length === 128);
  const accepted = whole.filter(({ valid, publicKey, message, signature }) => {
    return !valid && isValidWithCofactor(bytes(publicKey), bytes(message), bytes(signature));
  });
  const names = accepted.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['speccheck 4', 'speccheck 5', 'R plus 4 x T8']));
  expect(names.filter((name) => name.includes('challenge keeps it'))).toHaveLength(7);
  expect(names.filter((name) => name.startsWith('A is of small order'))).toHaveLength(14);
});

test('any change of any vector gets the same verdict from both', () => {
  const change = fc.constantFrom('bit', 'sign of A', 'R of another', 'S of another', 'A of another', 'S + L');
  const one = fc.constantFrom(...all.filter(({ signature }) => signature.length === 128));
  const property = fc.property(one, one, change, fc.nat(), (vector, other, how, place) => {
    const given = [bytes(vector.publicKey), bytes(vector.message), bytes(vector.signature)] as const;
    const [key, , signature] = given;
    const another = bytes(other.signature);
    if (how === 'bit') flip(given[place % 3] ?? signature, place);
    if (how === 'sign of A') flip(key, 255);
    if (how === 'R of another') another.copy(signature, 0, 0, 32);
    if (how === 'S of another') another.copy(signature, 32, 32);
    if (how === 'A of another') bytes(other.publicKey).copy(key);
    if (how === 'S + L') addOrder(signature);
    expect(verdict(...given)).toBe(isValidByTheRule(...given));
  });
  fc.assert(property, { numRuns: 600 });
});

test('any mixture of small components gets the same verdict from both', () => {
  const scalar = fc.bigInt({ min: 1n, max: L - 1n });
  const multiple = fc.integer({ min: 0, max: 7 });
  const seen = new Set<boolean>();
  const property = fc.property(
    scalar,
    scalar,
    multiple,
    multiple,
    fc.string(),
    (secret, nonce, inKey, inR, name) => {
      const publicKey = encode(add(multiply(secret, BASE), small(inKey)));
      const r = encode(add(multiply(nonce, BASE), small(inR)));
      const { message, signature, valid } = craft({ name, why: '', publicKey, r, secret, nonce });
      expect(verdict(publicKey, bytes(message), bytes(signature))).toBe(valid);
      expect(isValidWithCofactor(publicKey, bytes(message), bytes(signature))).toBe(true);
      seen.add(valid);
    },
  );
  fc.assert(property, { numRuns: 150 });
  expect(seen).toEqual(new Set([true, false]));
});

describe('in a signed note the same rule holds', () => {
  // The note's text is the message.
  test.each(vectors.crafted.filter(({ name }) => /^[AR] plus/.test(name)))('$name', (vector) => {
    const { publicKey, message, signature, valid } = vector;
    const key = createSignatureVerifier(bytes(publicKey));
    const keyHash = noteKeyHash('log', key.publicKey);
    const note = { text: bytes(message).toString(), signatures: [] };
    const line = { name: 'log', keyHash, signature: bytes(signature) };
    expect(isSignedBy({ ...note, signatures: [line] }, 'log', key)).toBe(valid);
  });

  test.each(vectors.base64.filter(({ text }) => text !== ''))('base64 with $name', ({ text, valid }) => {
    // Three bytes in front keep the base64 digits of the signature as they are.
    const parsed = parseNote(`text\n\n\u2014 log AAAA${text}\n`);
    expect(parsed !== null).toBe(valid);
  });
});

function flip(target: Buffer, bit: number): void {
  const place = Math.floor(bit / 8) % Math.max(target.length, 1);
  if (target.length > 0) target[place] = (target[place] ?? 0) ^ (1 << (bit % 8));
}

function addOrder(signature: Buffer): void {
  let carry = 0;
  for (const [index, byte] of bytes(L.toString(16).padStart(64, '0')).reverse().entries()) {
    carry += (signature[32 + index] ?? 0) + byte;
    signature[32 + index] = carry & 255;
    carry >>= 8;
  }
}
