// Numbers that look random and are the same for the same seed: a demo that can be repeated.
import { createHash } from 'node:crypto';

export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** One of a list. Throws RangeError where it is empty. */
  pick<T>(list: readonly T[]): T;
}

const RANGE = 2 ** 32;

/** A stream of SHA-256 over seed and counter. */
export function createRandom(seed: string): Random {
  let count = 0;
  const next = (): number => {
    count += 1;
    return createHash('sha256').update(`${seed}/${count}`).digest().readUInt32BE(0) / RANGE;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => {
    const one = list[between(0, list.length - 1)];
    if (one === undefined) throw new RangeError('There is nothing to pick from');
    return one;
  };
  return { next, between, pick };
}
