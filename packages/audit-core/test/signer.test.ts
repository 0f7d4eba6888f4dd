import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  createNativeSigner,
  createNobleSigner,
  createSigner,
  generateSigningKey,
  keyId,
  publicKeyFromPem,
  publicKeyToPem,
  signingKeyFromPem,
  signingKeyToPem,
} from '../src/index.ts';
import { signingKeyFromSeed } from '../src/keys.ts';
import { createSignatureVerifier } from '../src/verify-signature.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

// RFC 8032 section 7.1: seed, public key, message, signature.
const VECTORS = [
  [
    'TEST 1',
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'TEST 2',
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'TEST 3',
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

describe.each([
  ['noble', createNobleSigner],
  ['native', createNativeSigner],
] as const)('the %s signer', (_name, create) => {
  test.each(VECTORS)('signs RFC 8032 %s', (_vector, seed, publicKey, message, signature) => {
    const signer = create(signingKeyFromSeed(hex(seed)));
    expect(Buffer.from(signer.publicKey)).toEqual(hex(publicKey));
    expect(Buffer.from(signer.sign(hex(message)))).toEqual(hex(signature));
    expect(createSignatureVerifier(signer.publicKey).verify(hex(message), hex(signature))).toBe(true);
  });
});

test('both signers give the same bytes for any key and message', () => {
  const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
  fc.assert(
    fc.property(bytes(32, 32), bytes(0, 300), (seed, message) => {
      const key = signingKeyFromSeed(seed);
      expect(Buffer.from(createNativeSigner(key).sign(message))).toEqual(
        Buffer.from(createNobleSigner(key).sign(message)),
      );
    }),
    { numRuns: 30 },
  );
});

test('a server signs natively when the boot test agrees', () => {
  expect(createSigner({ key: generateSigningKey() }).implementation).toBe('native');
});

test('keys survive PEM, and bad keys are named', () => {
  const key = generateSigningKey();
  expect(signingKeyFromPem(signingKeyToPem(key))).toEqual(key);
  expect(keyId(publicKeyFromPem(publicKeyToPem(key.publicKey)))).toBe(key.keyId);
  for (const bad of [
    () => signingKeyFromPem('no'),
    () => publicKeyFromPem('no'),
    () => signingKeyFromSeed(new Uint8Array(31)),
  ]) {
    expect(bad).toThrow(expect.objectContaining({ code: 'invalid_key' }));
  }
});

describe('the verification rule', () => {
  // Points of small order, and encodings of y >= p: signatures under them verify for any message.
  test.each([
    '0100000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ])('refuses the weak key %s', (key) => {
    expect(() => createSignatureVerifier(hex(key))).toThrow(expect.objectContaining({ code: 'invalid_key' }));
  });

  test('refuses S + L, a short signature and any flipped bit', () => {
    const [, , publicKey, message, signature] = VECTORS[1];
    const verifier = createSignatureVerifier(hex(publicKey));
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(hex(signature).subarray(32)).reverse().toString('hex')}`) + order;
    const malleable = Buffer.concat([
      hex(signature).subarray(0, 32),
      hex(s.toString(16).padStart(64, '0')).reverse(),
    ]);
    expect(verifier.verify(hex(message), malleable)).toBe(false);
    expect(verifier.verify(hex(message), hex(signature).subarray(0, 63))).toBe(false);
    for (let bit = 0; bit < 512; bit += 37) {
      const flipped = hex(signature);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verifier.verify(hex(message), flipped)).toBe(false);
    }
  });
});
