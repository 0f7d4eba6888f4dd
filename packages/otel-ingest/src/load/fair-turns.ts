// Who is worked on next: a bounded amount of bytes at a time, tenants in turn. What waits here is bytes, not yet rows,
// so a burst costs its own size in memory, and a tenant that sends much waits for itself.
import { IngestError } from '../errors.ts';

/** The place of one body in the line. */
export interface Place {
  /** Resolves when it is this body's turn. Rejects with IngestError `unavailable` where it gave up before. */
  readonly turn: Promise<void>;
  /** Ends the turn, or gives the place in the line up; more than once does no harm. */
  leave(): void;
}

export interface FairTurns {
  queue(tenant: string, bytes: number): Place;
}

interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/** @param capacity bytes worked on at a time; a body larger than that has its turn alone. */
export function createFairTurns(capacity: number): FairTurns {
  // A Map goes through its keys in the order in which they came: the tenant in front is next.
  const lines = new Map<string, Waiting[]>();
  let working = 0;

  const next = (): void => {
    for (const [tenant, line] of lines) {
      const [first] = line;
      if (first === undefined || (working > 0 && working + first.bytes > capacity)) return;
      lines.delete(tenant);
      line.shift();
      if (line.length > 0) lines.set(tenant, line);
      working += first.bytes;
      first.begin();
    }
  };
  const forget = (tenant: string, waiting: Waiting): void => {
    const line = (lines.get(tenant) ?? []).filter((one) => one !== waiting);
    if (line.length === 0) lines.delete(tenant);
    else lines.set(tenant, line);
  };
  const queue = (tenant: string, bytes: number): Place => {
    const { promise: turn, resolve, reject } = Promise.withResolvers<void>();
    let state: 'waiting' | 'working' | 'over' = 'waiting';
    const waiting: Waiting = {
      bytes,
      begin: () => {
        state = 'working';
        resolve();
      },
    };
    const leave = (): void => {
      if (state === 'working') working -= bytes;
      if (state === 'waiting') {
        forget(tenant, waiting);
        reject(new IngestError('unavailable', 'too much is waiting to be stored: send again'));
      }
      state = 'over';
      next();
    };
    const line = lines.get(tenant);
    if (line === undefined) lines.set(tenant, [waiting]);
    else line.push(waiting);
    next();
    return { turn, leave };
  };
  return { queue };
}
