// What a chain's keys prove to this verifier: their trust, and the rows of those that have none.
import { breakAt, type Break } from './breaks.ts';
import { UNPINNED_CHECKPOINT } from './check-checkpoint.ts';
import type { KeySchedule } from './key-schedule.ts';
import type { KeyTrust } from './key-trust.ts';
import type { KeyReport } from './verdict.ts';

export interface KeyUse {
  readonly schedule: KeySchedule;
  readonly trust: readonly KeyTrust[];
  /** first and newest row walked */
  readonly from: number;
  readonly newest: number;
}

export function keyReports({ schedule, trust, newest }: KeyUse): KeyReport[] {
  return schedule.periods.flatMap(({ keyId, from, through }, index) =>
    from > newest
      ? []
      : [{ key_id: keyId, from, through: Math.min(through, newest), trust: trust[index] ?? 'none' }],
  );
}

/** Rows by keys that nothing leads to. @param deep whether every row's signature was asked for, or the newest's alone. */
export function untrustedRows({ schedule, trust, from, newest }: KeyUse, deep: boolean): Break[] {
  return schedule.periods.flatMap((period, index) => {
    const first = Math.max(period.from, from);
    const through = Math.min(period.through, newest);
    if (trust[index] !== 'none' || first > through) return [];
    return [{ ...breakAt(deep ? first : through, 'signature', UNPINNED_ROW), through }];
  });
}

const UNPINNED_ROW = 'signed by a key that is not pinned';

/** @param checkpoints per key id, the sizes of its first and newest checkpoint. */
export function untrustedCheckpoints(
  { schedule, trust }: Pick<KeyUse, 'schedule' | 'trust'>,
  checkpoints: ReadonlyMap<string, readonly [number, number]>,
): Break[] {
  const trusted = new Set(
    schedule.periods.filter((_, index) => trust[index] !== 'none').map(({ keyId }) => keyId),
  );
  return [...checkpoints].flatMap(([keyId, [first, newest]]) =>
    trusted.has(keyId) ? [] : [{ ...breakAt(first, 'root', UNPINNED_CHECKPOINT), through: newest }],
  );
}
