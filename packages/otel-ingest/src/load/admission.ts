// The bytes of all bodies being read or worked on, held under one limit, and of no tenant more than a share of it
// (OTLP rules H8, H9).
import { IngestError } from '../errors.ts';

/** The share of one request. */
export interface Reservation {
  /** Makes the share at least this many bytes. Throws IngestError `overloaded`, the share staying as it was. */
  cover(bytes: number): void;
  /** Gives everything back; more than once does no harm. */
  release(): void;
}

export interface Admission {
  /** Opens a share for a body of this declared size, 0 where it is unknown. Throws IngestError `overloaded`. */
  admit(tenant: string, bytes: number): Reservation;
}

export interface AdmissionLimits {
  /** bytes over all requests */
  readonly capacity: number;
  /** bytes over all requests of one tenant: what one sends must not leave the others without room */
  readonly perTenant: number;
}

/** Tenants that are remembered while they hold nothing. */
const MOST_IDLE = 1000;

export function createAdmission({ capacity, perTenant }: AdmissionLimits): Admission {
  let used = 0;
  const usedBy = new Map<string, number>();
  const take = (tenant: string, more: number): void => {
    used += more;
    const held = (usedBy.get(tenant) ?? 0) + more;
    // A name that comes and goes with every request would make the table anew all the time.
    if (held === 0 && usedBy.size > MOST_IDLE) usedBy.delete(tenant);
    else usedBy.set(tenant, held);
  };
  const admit = (tenant: string, bytes: number): Reservation => {
    let share = 0;
    const cover = (wanted: number): void => {
      const more = wanted - share;
      if (more <= 0) return;
      if (used + more > capacity || (usedBy.get(tenant) ?? 0) + more > perTenant) throw overloaded();
      take(tenant, more);
      share = wanted;
    };
    const release = (): void => {
      take(tenant, -share);
      share = 0;
    };
    cover(bytes);
    return { cover, release };
  };
  return { admit };
}

function overloaded(): IngestError {
  return new IngestError('overloaded', 'too many bytes are in work at this moment: send again');
}
