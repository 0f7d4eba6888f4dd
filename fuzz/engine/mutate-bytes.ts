// Changes of bytes that know nothing of what they mean.
import type { Chance } from './chance.ts';
import type { Mutator } from './target.ts';

/** Longer inputs find nothing that shorter ones do not, and cost more. */
const MAX_LENGTH = 32 * 1024;
const EDGES = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x12, 0x1a, 0xed, 0xa0, 0xc0, 0xf4];

const splice = (input: Buffer, start: number, end: number, put: Uint8Array): Buffer =>
  Buffer.concat([input.subarray(0, start), put, input.subarray(end)]);

const flip = (chance: Chance, input: Buffer): Buffer => {
  if (input.length === 0) return chance.bytes(1);
  const copy = Buffer.from(input);
  const at = chance.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
  return copy;
};

const edge = (chance: Chance, input: Buffer): Buffer => {
  const at = chance.below(input.length + 1);
  return splice(input, at, at + chance.below(2), Buffer.from([chance.oneOf(EDGES)]));
};

const cut = (chance: Chance, input: Buffer): Buffer => {
  const start = chance.below(input.length + 1);
  return chance.likely(0.3)
    ? input.subarray(0, start)
    : splice(input, start, start + chance.below(16), Buffer.alloc(0));
};

const insert = (chance: Chance, input: Buffer): Buffer => {
  const at = chance.below(input.length + 1);
  return splice(input, at, at, chance.bytes(1 + chance.below(6)));
};

const repeat = (chance: Chance, input: Buffer): Buffer => {
  const start = chance.below(input.length + 1);
  const piece = input.subarray(start, start + 1 + chance.below(32));
  return splice(input, start, start, Buffer.concat(Array.from({ length: chance.below(20) }, () => piece)));
};

const graft: Mutator = (chance, input, donor) => {
  const other = donor();
  const from = chance.below(other.length + 1);
  const at = chance.below(input.length + 1);
  return splice(input, at, at + chance.below(64), other.subarray(from, from + chance.below(256)));
};

const CHANGES: readonly Mutator[] = [flip, edge, cut, insert, repeat, graft];

/** One to four changes on one another. */
export const mutateBytes: Mutator = (chance, input, donor) => {
  let bytes = input;
  for (let left = 1 + chance.below(4); left > 0; left -= 1)
    bytes = chance.oneOf(CHANGES)(chance, bytes, donor);
  return bytes.subarray(0, MAX_LENGTH);
};
