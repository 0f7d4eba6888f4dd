// Legal holds, derived from the rows that place and release them. Pure.
import type { RowBody } from '../row.ts';
import type { AdministrationRow } from '../store/administration-reader.ts';
import { parseHoldRange } from './hold-range.ts';
import type { LegalHoldPlaced } from './record.ts';

/** A hold that was not released. */
export interface LegalHold extends Omit<LegalHoldPlaced, 'act'> {
  /** row that placed it */
  readonly seq: number;
  /** Unix milliseconds */
  readonly placed_at: number;
}

/** When something came or was measured: one moment for a row, from the first to the last for points. */
export interface HeldTimes {
  /** Unix milliseconds, both inclusive */
  readonly from: number;
  readonly through: number;
}

export type HeldColumns = HeldTimes &
  Pick<RowBody, 'session_id' | 'user_email' | 'user_id' | 'user_account_uuid'>;

/** @param acts in order of seq. A hold that is placed again under its own name keeps its first row. */
export function openHolds(acts: readonly AdministrationRow[]): LegalHold[] {
  const open = new Map<string, LegalHold>();
  for (const { seq, received_at, record } of acts) {
    if (record.act === 'legal_hold_released') open.delete(record.hold);
    if (record.act !== 'legal_hold_placed' || open.has(record.hold)) continue;
    const { hold, scope, value } = record;
    open.set(hold, { hold, scope, value, seq, placed_at: received_at });
  }
  return [...open.values()];
}

/** The holds that a row's content is under. */
export function holdsOf(holds: readonly LegalHold[], row: HeldColumns): LegalHold[] {
  return holds.filter(({ scope, value }) => {
    if (scope === 'tenant') return true;
    if (scope === 'range') return isWithin(row, value);
    return scope === 'session' ? row.session_id === value : isUser(row, value);
  });
}

/** Points of one series go or stay together, so what reaches into the range is held. A text that is none holds all. */
function isWithin({ from, through }: HeldTimes, value: string): boolean {
  const range = parseHoldRange(value);
  return range === null || (from < range.until && through >= range.since);
}

/** E-mail, id or account: a user is whatever the client called them. */
export function isUser(row: HeldColumns, value: string): boolean {
  return [row.user_email, row.user_id, row.user_account_uuid].includes(value);
}

export function sameHolds(some: readonly LegalHold[], others: readonly LegalHold[]): boolean {
  const names = (holds: readonly LegalHold[]): string => JSON.stringify(holds.map(({ seq }) => seq));
  return names(some) === names(others);
}
