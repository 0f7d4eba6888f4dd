// edwards25519 in plain big integers, from RFC 8032 section 5.1 alone: a second opinion that shares no code with the
// verifier under test, and the tool to craft signatures that honest signers never make.
import { hash } from 'node:crypto';

export const P = 2n ** 255n - 19n;
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

const mod = (value: bigint, modulus = P): bigint => ((value % modulus) + modulus) % modulus;

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
const invert = (value: bigint): bigint => power(value, P - 2n);
const D = mod(-121665n * invert(121666n));

export const IDENTITY: Point = { x: 0n, y: 1n };

export const negate = ({ x, y }: Point): Point => ({ x: mod(-x), y });
export const equal = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

interface Projective {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

// The complete addition law of -x² + y² = 1 + dx²y² over (x/z, y/z): no inversion a step.
function addProjective(a: Projective, b: Projective): Projective {
  const zz = (a.z * b.z) % P;
  const square = (zz * zz) % P;
  const [xx, yy] = [(a.x * b.x) % P, (a.y * b.y) % P];
  const e = (((D * xx) % P) * yy) % P;
  const [f, g] = [square - e, square + e];
  const cross = mod((a.x + a.y) * (b.x + b.y) - xx - yy);
  return { x: mod(((zz * f) % P) * cross), y: mod(((zz * g) % P) * (yy + xx)), z: mod(f * g) };
}

function affine({ x, y, z }: Projective): Point {
  const inverse = invert(z);
  return { x: mod(x * inverse), y: mod(y * inverse) };
}

export function add(a: Point, b: Point): Point {
  return affine(addProjective({ ...a, z: 1n }, { ...b, z: 1n }));
}

export function multiply(scalar: bigint, point: Point): Point {
  let sum: Projective = { x: 0n, y: 1n, z: 1n };
  let doubled: Projective = { ...point, z: 1n };
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = addProjective(sum, doubled);
    doubled = addProjective(doubled, doubled);
  }
  return affine(sum);
}

export function toLittleEndian(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();
}

export function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
}

export function encode({ x, y }: Point): Buffer {
  return toLittleEndian(y | ((x & 1n) << 255n));
}

/** Also of y >= p and of x = 0 with the sign bit, as careless decoders do; null off the curve. */
export function decodeLoosely(bytes: Uint8Array): Point | null {
  const value = fromLittleEndian(bytes);
  const y = mod(value & (2n ** 255n - 1n));
  const square = mod((y * y - 1n) * invert(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square) !== 0n) x = mod(x * power(2n, (P - 1n) / 4n));
  if (mod(x * x - square) !== 0n) return null;
  return (x & 1n) === value >> 255n ? { x, y } : { x: mod(-x), y };
}

/** RFC 8032 section 5.1.3: only the one encoding that the point itself has. */
export function decode(bytes: Uint8Array): Point | null {
  const point = bytes.length === 32 ? decodeLoosely(bytes) : null;
  return point !== null && encode(point).equals(bytes) ? point : null;
}

export const BASE: Point = decodeLoosely(Buffer.from(`58${'66'.repeat(31)}`, 'hex')) ?? IDENTITY;

export function sha512(...parts: readonly Uint8Array[]): bigint {
  return fromLittleEndian(hash('sha512', Buffer.concat(parts), 'buffer'));
}

/** The rule of docs/formats/decision-chain.md, "Verifying one signature", step by step. */
export function isValidByTheRule(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const a = decode(publicKey);
  if (a === null || isOfSmallOrder(a) || signature.length !== 64) return false;
  const [r, s] = [signature.subarray(0, 32), fromLittleEndian(signature.subarray(32))];
  const k = sha512(r, publicKey, message) % L;
  const expected = add(multiply(s, BASE), negate(multiply(k, a)));
  return s < L && !isOfSmallOrder(expected) && encode(expected).equals(r);
}

const isOfSmallOrder = (point: Point): boolean => equal(multiply(8n, point), IDENTITY);

/** What a verifier says that multiplies by the cofactor and takes any encoding: [8][S]B = [8]R + [8][k]A. */
export function isValidWithCofactor(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const [a, r] = [decodeLoosely(publicKey), decodeLoosely(signature.subarray(0, 32))];
  const s = fromLittleEndian(signature.subarray(32));
  if (a === null || r === null || s >= L) return false;
  const k = sha512(signature.subarray(0, 32), publicKey, message) % L;
  const right = add(multiply(8n, r), multiply(8n * k, a));
  return equal(multiply(8n * s, BASE), right);
}
