// How many bytes are worked on at a time: no more than the store keeps up with, or clients that waited for their turn would
// wait for the work too, be told to send again, and what they sent be stored for nobody.

export interface WorkingSize {
  bytes(): number;
  /** Once the work on a body is over, however it ended. */
  worked(turn: Turn): void;
}

export interface Turn {
  /** of the body */
  readonly bytes: number;
  /** What was in work when it began, itself included: what had to be done until it ended. */
  readonly amongBytes: number;
  readonly milliseconds: number;
}

export interface WorkingSizeDeps {
  /** bytes, where the store is fast */
  readonly most: number;
  /** What a body should take at most, in milliseconds, from its turn to its answer. */
  readonly target: number;
}

/** Enough for a group that lands, one that is signed and one that is decoded. What the store can do beyond it is found out. */
const LEAST = 1024 * 1024;

/**
 * Less as soon as a turn took longer than it should: as much as was done in that time. More, by the size of each body, as
 * long as turns take less than half of it; in between nothing changes, so that it comes to rest.
 */
export function createWorkingSize({ most, target }: WorkingSizeDeps): WorkingSize {
  const least = Math.min(LEAST, most);
  let size = least;
  return {
    bytes: () => size,
    worked({ bytes, amongBytes, milliseconds }) {
      if (milliseconds > target) size = Math.max(least, Math.min(size, (amongBytes * target) / milliseconds));
      else if (milliseconds < target / 2) size = Math.min(most, size + bytes);
    },
  };
}
