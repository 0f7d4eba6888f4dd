// The time and size a record may cost. Spent means withheld: no text leaves half masked.
import { PolicyError } from './errors.ts';
import type { MaskSettings } from './settings.ts';

export interface Budget {
  /** Accounts for one field of this many UTF-16 units and starts its clock; throws when it is too much. */
  open(length: number): void;
  /** Called often while scanning; throws when the time is up. */
  tick(): void;
}

const ticksPerLook = 256;

/** One budget for one record. `clock` gives milliseconds. */
export function createBudget(settings: MaskSettings, clock: () => number): Budget {
  const begun = clock();
  let fieldBegun: number | undefined;
  let spent = 0;
  let ticks = 0;
  const look = (): void => {
    const now = clock();
    // Most fields are over before the first look: only those that last are timed.
    fieldBegun ??= now;
    if (now - begun > settings.eventMilliseconds || now - fieldBegun > settings.fieldMilliseconds) {
      throw new PolicyError(
        'time_budget_spent',
        'Masking took longer than its budget; raise it or send less text.',
      );
    }
  };
  return {
    open(length) {
      spent += length;
      if (length > settings.fieldCharacters || spent > settings.eventCharacters) {
        throw new PolicyError(
          'size_budget_spent',
          'The text is larger than the masking budget; raise it or send less.',
        );
      }
      fieldBegun = undefined;
    },
    tick() {
      ticks += 1;
      if (ticks % ticksPerLook === 0) look();
    },
  };
}
