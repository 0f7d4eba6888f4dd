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
  /** What was in work then, the body included. */
  readonly amongBytes: number;
}

/** @param size bytes worked on at a time; a body larger than that has its turn alone. */
export function createFairTurns(size: WorkingSize): FairTurns {
  const lines = createLines();
  let working = 0;

  const fits = (bytes: number): boolean => working === 0 || working + bytes <= size.bytes();
  const take = ({ bytes, begin }: Waiting): void => {
    working += bytes;
    begin({ at: performance.now(), amongBytes: working });
  };
  const admit = (): void => {
    for (let first = lines.first(); first !== undefined && fits(first.bytes); first = lines.first()) {
      lines.take();
      take(first);
    }
  };
  // Mostly nobody waits, and a line would be opened and given up again with every body.
  const enter = (tenant: string, waiting: Waiting): void => {
    if (lines.isEmpty() && fits(waiting.bytes)) take(waiting);
    else lines.add(tenant, waiting);
  };
  const quit = (tenant: string, waiting: Waiting): void => {
    lines.remove(tenant, waiting);
    admit();
  };
  const end = (bytes: number, { at, amongBytes }: Begun): void => {
    working -= bytes;
    size.worked({ bytes, amongBytes, milliseconds: performance.now() - at });
    admit();
  };
  return { queue: (tenant, bytes) => queue(tenant, bytes, { enter, quit, end }) };
}

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
  const front = (): [string, Waiting[]] | undefined => lines.entries().next().value;
  const keep = (tenant: string, line: Waiting[]): void => {
    if (line.length === 0) lines.delete(tenant);
    else lines.set(tenant, line);
  };
  return {
    isEmpty: (): boolean => lines.size === 0,
    first: (): Waiting | undefined => (lines.size === 0 ? undefined : front()?.[1][0]),
    take: (): void => {
      const [tenant = '', line = []] = front() ?? [];
      line.shift();
      lines.delete(tenant);
      keep(tenant, line);
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
