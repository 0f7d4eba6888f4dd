// Which key signs which row of a chain, as the chain's own key changes say. docs/formats/decision-chain.md, "Keys"
import type { KeyChange } from '../administration/record.ts';
import { keyId } from '../keys.ts';

/** A key change and the row that states it. Only rows that are whole in themselves may be given. */
export interface KeyChangeAct {
  readonly seq: number;
  readonly record: KeyChange;
}

/** The key that the first row names. */
export interface FirstKey {
  readonly keyId: string;
  /** base64, 32 bytes; null when nobody who is asked knows it */
  readonly publicKey: string | null;
}

/** Rows `from` to `through` are signed by one key. */
export interface KeyPeriod extends FirstKey {
  readonly from: number;
  /** `Number.MAX_SAFE_INTEGER` for the newest */
  readonly through: number;
  /** the row that ended it: of a rotation its own last row, of a replacement the first row of the next key */
  readonly end: { readonly seq: number; readonly act: KeyChange['act'] } | null;
}

/** Never empty; the periods join without a gap and begin with row 1. Plain data. */
export interface KeySchedule {
  readonly periods: readonly [KeyPeriod, ...KeyPeriod[]];
  /** Rows of changes that do not continue the key before them: each is a finding. */
  readonly refused: readonly number[];
}

/** @param changes in order of seq. */
export function createKeySchedule(first: FirstKey, changes: readonly KeyChangeAct[]): KeySchedule {
  const closed: KeyPeriod[] = [];
  const refused: number[] = [];
  let current: KeyPeriod = { ...first, from: 1, through: Number.MAX_SAFE_INTEGER, end: null };
  for (const { seq, record } of changes) {
    const { act, old_key, new_key } = record;
    if (keyIdOf(old_key) !== current.keyId || seq < current.from) {
      refused.push(seq);
      continue;
    }
    const through = act === 'key_rotation' ? seq : seq - 1;
    closed.push({ ...current, publicKey: old_key, through, end: { seq, act } });
    current = { ...current, keyId: keyIdOf(new_key), publicKey: new_key, from: through + 1 };
  }
  const [oldest, ...rest] = closed;
  return { periods: oldest === undefined ? [current] : [oldest, ...rest, current], refused };
}

/** The period of a row, counted from 0. */
export function periodIndexAt({ periods }: KeySchedule, seq: number): number {
  const index = periods.findIndex(({ through }) => seq <= through);
  return index < 0 ? periods.length - 1 : index;
}

export function periodAt(schedule: KeySchedule, seq: number): KeyPeriod {
  return schedule.periods[periodIndexAt(schedule, seq)] ?? schedule.periods[0];
}

/** Periods whose keys may sign a checkpoint of this size: that of its newest row, and that of the row to come. */
export function periodsOfSize(schedule: KeySchedule, size: number): readonly KeyPeriod[] {
  return [...new Set([periodAt(schedule, size), periodAt(schedule, size + 1)])];
}

/** Why a row must not be signed by this key; null when it may. */
export function wrongKey(schedule: KeySchedule, seq: number, signedBy: string): string | null {
  if (periodAt(schedule, seq).keyId === signedBy) return null;
  const others = schedule.periods.filter((period) => period.keyId === signedBy);
  if (others.some(({ through }) => through < seq)) return 'signed by a key that was retired';
  return others.length > 0
    ? 'signed by a key that the chain has not come to'
    : 'signed by a key that is not pinned';
}

export function keyIdOf(publicKey: string): string {
  return keyId(Buffer.from(publicKey, 'base64'));
}
