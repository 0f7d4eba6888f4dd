// What a thread withheld, by reason, counted until the next answer takes it along.

export interface WithheldTally {
  readonly note: (reason: string) => void;
  /** Which request it came from does not matter to a counter. */
  take(): Record<string, number>;
}

export function createWithheldTally(): WithheldTally {
  let withheld: Record<string, number> = {};
  return {
    note: (reason) => void (withheld[reason] = (withheld[reason] ?? 0) + 1),
    take() {
      const taken = withheld;
      withheld = {};
      return taken;
    },
  };
}
