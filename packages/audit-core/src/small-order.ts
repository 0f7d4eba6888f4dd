// The eight points of small order of edwards25519. A signature that has one as its R, or as its key, is nobody's.

/** Canonical encodings, hex: order 1, 2, 4, 4, 8, 8, 8, 8. */
const ENCODINGS: readonly Buffer[] = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
].map((encoding) => Buffer.from(encoding, 'hex'));

/** @param point 32 bytes, a canonical encoding */
export function isSmallOrder(point: Uint8Array): boolean {
  return ENCODINGS.some((encoding) => encoding.equals(point));
}
