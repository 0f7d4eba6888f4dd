// The bytes of all bodies being read or worked on, held under one limit (OTLP rules H8, H9).
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
  admit(bytes: number): Reservation;
}

/** `capacity` in bytes over all requests. */
export function createAdmission(capacity: number): Admission {
  let used = 0;
  const admit = (bytes: number): Reservation => {
    let share = 0;
    const cover = (wanted: number): void => {
      if (wanted <= share) return;
      if (used - share + wanted > capacity) throw overloaded();
      used += wanted - share;
      share = wanted;
    };
    const release = (): void => {
      used -= share;
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
