// Who is worked on next: a bounded amount of bytes at a time, tenants in turn. What waits here is bytes, not yet rows,
// so a burst costs its own size in memory, and a tenant that sends much waits for itself.
import { IngestError } from '../errors.ts';
import type { WorkingSize } from './working-size.ts';

/** The place of one body in the line. */
export interface Place {
  /** Resolves when it is this body's turn. Rejects with IngestError `unavailable` where it gave up before. */
  readonly turn: Promise<undefined>;
  /** Leaves the line; does nothing once the turn has begun. */
  giveUp(): void;
  /** Ends the turn, or leaves the line; more than once does no harm. */
  leave(): void;
}

export interface FairTurns {
  queue(tenant: string, bytes: number): Place;
}

interface Waiting {
  readonly bytes: number;
  readonly begin: (begun: Begun) => void;
}

interface Begun {
  readonly at: number;
  readonly among: 'small' | 'large';
  /** What was in work then, the body included. */
  readonly amongBytes: number;
}

/** What the others may have in work beside a body that is larger than all the room: enough for one request of everybody's client. */
const BESIDE_BYTES = 256 * 1024;

/**
 * @param size bytes worked on at a time. A body larger than that begins beside them, one such body at a time: nobody
 * waits for it but who sent it, and others that sent one.
 */
export function createFairTurns(size: WorkingSize): FairTurns {
  const lines = createLines();
  const inWork = { small: 0, large: 0 };

  const readinessOf = (bytes: number): Readiness => {
    if (bytes > size.bytes()) return inWork.large === 0 ? 'begins' : 'stands aside';
    const room = inWork.large === 0 ? size.bytes() : Math.min(size.bytes(), BESIDE_BYTES);
    return inWork.small === 0 || inWork.small + bytes <= room ? 'begins' : 'waits';
  };
  const take = ({ bytes, begin }: Waiting): void => {
    const among = bytes > size.bytes() ? 'large' : 'small';
    inWork[among] += bytes;
    begin({ at: performance.now(), among, amongBytes: inWork.small + inWork.large });
  };
  const admit = (): void => {
    for (let next = lines.next(readinessOf); next !== undefined; next = lines.next(readinessOf)) take(next);
  };
  // Mostly nobody waits, and a line would be opened and given up again with every body.
  const enter = (tenant: string, waiting: Waiting): void => {
    if (lines.isEmpty() && readinessOf(waiting.bytes) === 'begins') take(waiting);
    else {
      lines.add(tenant, waiting);
      admit();
    }
  };
  const quit = (tenant: string, waiting: Waiting): void => {
    lines.remove(tenant, waiting);
    admit();
  };
  const end = (bytes: number, { at, among, amongBytes }: Begun): void => {
    inWork[among] -= bytes;
    size.worked({ bytes, amongBytes, milliseconds: performance.now() - at });
    admit();
  };
  return { queue: (tenant, bytes) => queue(tenant, bytes, { enter, quit, end }) };
}

/** `waits`: nobody may overtake. `stands aside`: whoever is behind does not need what this body waits for. */
type Readiness = 'begins' | 'waits' | 'stands aside';

interface Room {
  readonly enter: (tenant: string, waiting: Waiting) => void;
  readonly quit: (tenant: string, waiting: Waiting) => void;
  readonly end: (bytes: number, begun: Begun) => void;
}

function queue(tenant: string, bytes: number, { enter, quit, end }: Room): Place {
  const { promise: turn, resolve, reject } = Promise.withResolvers<undefined>();
  let begun: Begun | undefined;
  let over = false;
  const begin = (start: Begun): void => {
    begun = start;
    resolve(undefined);
  };
  const waiting: Waiting = { bytes, begin };
  const giveUp = (): void => {
    if (begun !== undefined || over) return;
    over = true;
    quit(tenant, waiting);
    reject(new IngestError('unavailable', 'too much is waiting to be stored: send again'));
  };
  const leave = (): void => {
    giveUp();
    if (begun === undefined || over) return;
    over = true;
    end(bytes, begun);
  };
  enter(tenant, waiting);
  return { turn, giveUp, leave };
}

/** One line a tenant, served in turn: who was served stands behind all the others. */
function createLines() {
  // A Map goes through its keys in the order in which they came: the tenant in front is next.
  const lines = new Map<string, Waiting[]>();
  const keep = (tenant: string, line: Waiting[]): void => {
    if (line.length === 0) lines.delete(tenant);
    else lines.set(tenant, line);
  };
  return {
    isEmpty: (): boolean => lines.size === 0,
    /** Takes the first body that begins out of its line. */
    next: (readinessOf: (bytes: number) => Readiness): Waiting | undefined => {
      for (const [tenant, line] of lines) {
        const readiness = readinessOf(line[0]?.bytes ?? 0);
        if (readiness === 'waits') return undefined;
        if (readiness === 'stands aside') continue;
        lines.delete(tenant);
        const first = line.shift();
        keep(tenant, line);
        return first;
      }
      return undefined;
    },
    add: (tenant: string, waiting: Waiting): void => {
      const line = lines.get(tenant);
      if (line === undefined) lines.set(tenant, [waiting]);
      else line.push(waiting);
    },
    remove: (tenant: string, waiting: Waiting): void =>
      keep(
        tenant,
        (lines.get(tenant) ?? []).filter((one) => one !== waiting),
      ),
  };
}
