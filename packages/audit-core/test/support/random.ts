// A small deterministic generator (mulberry32): one seed, one attack, every time.
export interface Pick {
  /** a whole number, both ends included */
  row(from: number, through: number): number;
  of<T>(choices: readonly [T, ...T[]]): T;
}

export function pickOf(seed: number): Pick {
  let state = seed * 0x9e3779b9;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const row = (from: number, through: number): number => from + Math.floor(next() * (through - from + 1));
  return { row, of: (choices) => choices[row(0, choices.length - 1)] ?? choices[0] };
}
