// Which keys of a chain a verifier may trust, beginning with the ones it pinned. Keys found in a store never begin it.
import type { KeySchedule } from './key-schedule.ts';

/**
 * `introduced`: a trusted key signed the rotation to it. `vouched`: rows or a checkpoint that a trusted key signed cover
 * the change away from it. `none`: nothing leads to it.
 */
export type KeyTrust = 'pinned' | 'introduced' | 'vouched' | 'none';

export interface TrustEvidence {
  /** key ids */
  readonly pinned: ReadonlySet<string>;
  /** Per period, the highest row or checkpoint size with a signature of its key that holds; absent without one. */
  readonly signedThrough: ReadonlyMap<number, number>;
  /** Links were checked from this row on: a change before it is vouched for by nobody. Default 1. */
  readonly linkedFrom?: number;
}

/** The trust of each period. A `key_replacement` introduces nobody. */
export function judgeKeys(schedule: KeySchedule, evidence: TrustEvidence): KeyTrust[] {
  return vouch(schedule, evidence, introduce(schedule, evidence.pinned));
}

function introduce({ periods }: KeySchedule, pinned: ReadonlySet<string>): KeyTrust[] {
  const trust: KeyTrust[] = [];
  for (const [index, { keyId }] of periods.entries()) {
    const before = periods[index - 1];
    const rotated = before?.end?.act === 'key_rotation' && trust[index - 1] !== 'none';
    trust.push(pinned.has(keyId) ? 'pinned' : rotated ? 'introduced' : 'none');
  }
  return trust;
}

function vouch(
  { periods }: KeySchedule,
  { signedThrough, linkedFrom = 1 }: TrustEvidence,
  trust: readonly KeyTrust[],
): KeyTrust[] {
  const judged = [...trust];
  let covered = 0;
  for (let index = periods.length - 1; index >= 0; index -= 1) {
    const end = periods[index]?.end?.seq ?? Infinity;
    if (trust[index] !== 'none') covered = Math.max(covered, signedThrough.get(index) ?? 0);
    else if (end <= covered && end >= linkedFrom) judged[index] = 'vouched';
  }
  return judged;
}
