// What a signing thread signs with: libsodium where it agrees with OpenSSL, else OpenSSL.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createNobleSigner, generateSigningKey, type SigningKey } from '../src/index.ts';
import { privateKeyObject } from '../src/keys.ts';
import { createKeyring, loadSodium, type Sodium } from '../src/signing-thread/sign-message.ts';

const sodium = await loadSodium();
const message = Buffer.from('a message');

function signature(ring: ReturnType<typeof createKeyring>, { seed }: SigningKey, signed: Uint8Array): string {
  const into = Buffer.alloc(64);
  ring(privateKeyObject(seed))(into, signed);
  return into.toString('hex');
}

const reference = (key: SigningKey, signed: Uint8Array): string =>
  Buffer.from(createNobleSigner(key).sign(signed)).toString('hex');

describe('messages', () => {
  test('are signed by libsodium on machines that this project is tried on', () => {
    expect(sodium).toBeDefined();
  });

  test.each([
    { name: 'with libsodium', ring: createKeyring(sodium) },
    { name: 'without it', ring: createKeyring(undefined) },
  ])('are signed as the reference signs them $name, whichever key comes', ({ ring }) => {
    const keys = [generateSigningKey(), generateSigningKey()];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...keys), (bytes, key) => {
        expect(signature(ring, key, bytes)).toBe(reference(key, bytes));
      }),
      { numRuns: 30 },
    );
  });

  test('are written where they belong, in the middle of a longer list', () => {
    const key = generateSigningKey();
    const all = new Uint8Array(192);
    createKeyring(sodium)(privateKeyObject(key.seed))(all.subarray(64, 128), message);
    expect(Buffer.from(all).toString('hex')).toBe(
      '00'.repeat(64) + reference(key, message) + '00'.repeat(64),
    );
  });
});

const using = (changes: Partial<Sodium>): Sodium => ({ ...sodium, ...changes });

test('a libsodium that signs otherwise is not used', () => {
  const key = generateSigningKey();
  let asked = 0;
  const wrong = using({
    crypto_sign_detached: (into) => {
      asked += 1;
      into.fill(1);
    },
  });
  expect(signature(createKeyring(wrong), key, message)).toBe(reference(key, message));
  expect(asked).toBe(1);
});

test('a key is made ready once, not with every order', () => {
  let made = 0;
  const counting = using({
    crypto_sign_seed_keypair: (...all) => {
      made += 1;
      sodium?.crypto_sign_seed_keypair(...all);
    },
  });
  const ring = createKeyring(counting);
  const [first, second] = [generateSigningKey(), generateSigningKey()];
  for (const key of [first, first, second, second]) signature(ring, key, message);
  expect(made).toBe(2);
});
