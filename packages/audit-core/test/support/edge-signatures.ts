// Signatures at the edges of the verification rule, made with known secrets. Same bytes on every run: the vector file
// that verifiers in other languages read is compared with this.
import { add, BASE, encode, fromLittleEndian, IDENTITY, isValidByTheRule, L, multiply } from './edwards.ts';
import { decodeLoosely, equal, P, sha512, toLittleEndian, type Point } from './edwards.ts';

export interface EdgeSignature {
  readonly name: string;
  /** hex, 32 bytes unless the length is the point */
  readonly publicKey: string;
  /** hex */
  readonly message: string;
  /** hex, 64 bytes unless the length is the point */
  readonly signature: string;
  readonly valid: boolean;
  readonly why: string;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const modL = (value: bigint): bigint => ((value % L) + L) % L;

const SECRET = modL(sha512(Buffer.from('an Ed25519 secret scalar for test vectors')));
const NONCE = modL(sha512(Buffer.from('an Ed25519 nonce for test vectors')));
const KEY = multiply(SECRET, BASE);

/** The order 8 point that ed25519-speccheck uses; its multiples are all eight points of small order. */
const ORDER_8 =
  decodeLoosely(Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex')) ??
  IDENTITY;
export const small = (multiple: number): Point => multiply(BigInt(multiple), ORDER_8);

interface Recipe {
  readonly name: string;
  readonly why: string;
  /** encoding that stands in the vector; hashed as it stands */
  readonly publicKey: Buffer;
  readonly r: Buffer;
  /** discrete logarithms of the parts that are not of small order */
  readonly secret: bigint;
  readonly nonce: bigint;
  /** Takes the first message whose challenge is right. */
  readonly challenge?: (k: bigint) => boolean;
}

/** Signs as an attacker would: S fits the large-order parts, whatever was added to R and A. */
export function craft({ name, why, publicKey, r, secret, nonce, challenge }: Recipe): EdgeSignature {
  for (let attempt = 0; ; attempt += 1) {
    const message = Buffer.from(`${name} ${attempt}`);
    const k = modL(sha512(r, publicKey, message));
    if (challenge !== undefined && !challenge(k)) continue;
    const signature = Buffer.concat([r, toLittleEndian(modL(nonce + k * secret))]);
    const valid = isValidByTheRule(publicKey, message, signature);
    return { name, publicKey: hex(publicKey), message: hex(message), signature: hex(signature), valid, why };
  }
}

const R = multiply(NONCE, BASE);
const honest = { publicKey: encode(KEY), r: encode(R), secret: SECRET, nonce: NONCE };

function cofactorCases(): EdgeSignature[] {
  const multiples = [1, 2, 3, 4, 5, 6, 7];
  const inR = multiples.map((multiple) =>
    craft({
      ...honest,
      name: `R plus ${multiple} x T8`,
      why: 'R has a component of small order: only the equation with cofactor holds',
      r: encode(add(R, small(multiple))),
    }),
  );
  const inKey = multiples.flatMap((multiple) => {
    const publicKey = encode(add(KEY, small(multiple)));
    const vanishes = (k: bigint): boolean => equal(multiply(k, small(multiple)), IDENTITY);
    return [
      craft({
        ...honest,
        name: `A plus ${multiple} x T8, challenge keeps it`,
        why: 'A has a component of small order that k does not cancel: only the equation with cofactor holds',
        publicKey,
        challenge: (k) => !vanishes(k),
      }),
      craft({
        ...honest,
        name: `A plus ${multiple} x T8, challenge cancels it`,
        why: 'A has a component of small order, is not of small order itself, and k cancels it: both equations hold',
        publicKey,
        challenge: vanishes,
      }),
    ];
  });
  return [...inR, ...inKey, ...cofactorInBoth()];
}

function cofactorInBoth(): EdgeSignature[] {
  const publicKey = encode(add(KEY, small(1)));
  const cancels = (k: bigint): boolean => equal(add(small(3), multiply(k, small(1))), IDENTITY);
  const both = { ...honest, publicKey, r: encode(add(R, small(3))) };
  return [
    craft({
      ...both,
      name: 'A plus T8, R plus 3 x T8, they cancel',
      why: 'the components of small order cancel: both equations hold',
      challenge: cancels,
    }),
    craft({
      ...both,
      name: 'A plus T8, R plus 3 x T8, they do not cancel',
      why: 'the components of small order do not cancel: only the equation with cofactor holds',
      challenge: (k) => !cancels(k),
    }),
  ];
}

const SIGN = 2n ** 255n;
const yOf = (y: bigint, sign = false): Buffer => toLittleEndian(sign ? y | SIGN : y);

function smallNonceCases(): EdgeSignature[] {
  const noNonce = { ...honest, nonce: 0n };
  const points = [1, 2, 3, 4, 5, 6, 7].map((multiple) =>
    craft({
      ...noNonce,
      name: `R is ${multiple} x T8`,
      why: 'R is of small order, not the neutral point: only the equation with cofactor holds',
      r: encode(small(multiple)),
    }),
  );
  const neutral = craft({
    ...noNonce,
    name: 'R is the neutral point',
    why: 'R is of small order, though canonical and as the equation gives it',
    r: encode(IDENTITY),
  });
  const loose = [
    { text: 'y = p + 1', r: yOf(P + 1n) },
    { text: 'y = 1 with the sign bit', r: yOf(1n, true) },
    { text: 'y = p + 1 with the sign bit', r: yOf(P + 1n, true) },
  ].map(({ text, r }) =>
    craft({
      ...noNonce,
      name: `R is the neutral point as ${text}`,
      why: 'not the encoding that the equation gives: R is compared as bytes',
      r,
    }),
  );
  const offCurve = craft({
    ...noNonce,
    name: 'R is not on the curve',
    why: 'no point has this encoding',
    r: yOf(2n),
  });
  return [neutral, ...points, ...loose, offCurve];
}

/** Every encoding of a point of small order that some decoder takes. */
const WEAK_KEYS = [
  { text: 'y = 1, the neutral point', key: yOf(1n) },
  { text: 'y = 1 with the sign bit', key: yOf(1n, true) },
  { text: 'y = p + 1', key: yOf(P + 1n) },
  { text: 'y = p + 1 with the sign bit', key: yOf(P + 1n, true) },
  { text: 'y = -1, order 2', key: yOf(P - 1n) },
  { text: 'y = -1 with the sign bit', key: yOf(P - 1n, true) },
  { text: 'y = 0, order 4', key: yOf(0n) },
  { text: 'y = 0 with the sign bit, order 4', key: yOf(0n, true) },
  { text: 'y = p', key: yOf(P) },
  { text: 'y = p with the sign bit', key: yOf(P, true) },
  ...[1, 3, 5, 7].map((multiple) => ({ text: `${multiple} x T8, order 8`, key: encode(small(multiple)) })),
];

function keyCases(): EdgeSignature[] {
  const weak = WEAK_KEYS.map(({ text, key }) => {
    const point = decodeLoosely(key) ?? IDENTITY;
    return craft({
      name: `A is of small order: ${text}`,
      why: 'a key of small order, or no canonical encoding of one: anyone can sign with it',
      publicKey: key,
      r: encode(R),
      secret: 0n,
      nonce: NONCE,
      challenge: (k) => equal(multiply(k, point), IDENTITY),
    });
  });
  const loose = [3n, 4n, 5n, 6n].map((y) =>
    craft({
      ...honest,
      name: `A has y = p + ${y}`,
      why: 'the encoding of the key is not canonical',
      publicKey: yOf(P + y),
    }),
  );
  const offCurve = craft({
    ...honest,
    name: 'A is not on the curve',
    why: 'no point has this encoding',
    publicKey: yOf(2n),
  });
  return [...weak, ...loose, offCurve];
}

function scalarCases(): EdgeSignature[] {
  const good = craft({ ...honest, name: 'a plain signature', why: 'every step of the rule holds' });
  const s = fromLittleEndian(Buffer.from(good.signature, 'hex').subarray(32));
  const moved = [1n, 2n, 8n, 15n].map((times) => ({
    ...good,
    name: `S plus ${times} L`,
    signature: good.signature.slice(0, 64) + hex(toLittleEndian(s + times * L)),
    valid: false,
    why: 'S is not below L: the same signature in other bytes',
  }));
  const fixed = [
    { name: 'S is 0', value: 0n, why: 'the equation does not hold' },
    { name: 'S is L - 1', value: L - 1n, why: 'the equation does not hold' },
    { name: 'S is L', value: L, why: 'S is not below L' },
    { name: 'S is 2^256 - 1', value: 2n ** 256n - 1n, why: 'S is not below L' },
  ].map(({ name, value, why }) => ({
    ...good,
    name,
    signature: good.signature.slice(0, 64) + hex(toLittleEndian(value)),
    valid: false,
    why,
  }));
  return [good, ...moved, ...fixed, ...lengthCases(good)];
}

function lengthCases(good: EdgeSignature): EdgeSignature[] {
  const { signature, publicKey } = good;
  const changed = [
    { name: 'signature of 63 bytes', signature: signature.slice(0, -2) },
    { name: 'signature of 65 bytes', signature: `${signature}00` },
    { name: 'signature of 0 bytes', signature: '' },
    { name: 'signature of 128 bytes', signature: signature + signature },
    { name: 'key of 31 bytes', publicKey: publicKey.slice(0, -2) },
    { name: 'key of 33 bytes', publicKey: `${publicKey}00` },
    { name: 'key of 0 bytes', publicKey: '' },
    { name: 'another message', message: `${good.message}00` },
    { name: 'an empty message for another', message: '' },
  ];
  return changed.map((change) => ({
    ...good,
    ...change,
    valid: false,
    why: 'wrong length, or not what was signed',
  }));
}

/** All crafted cases, in a fixed order. */
export function edgeSignatures(): EdgeSignature[] {
  return [...scalarCases(), ...cofactorCases(), ...smallNonceCases(), ...keyCases()];
}
