// Checks the signatures of one segment's rows, each by the key that the chain's schedule says.
import type { ChainContext, VerifierOf } from './chain-context.ts';
import { isSignatureWhole } from './check-row.ts';
import { periodIndexAt, wrongKey } from './key-schedule.ts';
import type { ThereRow } from './stored-row.ts';

export interface SignaturesResult {
  /** signatures that were checked */
  readonly signatures: number;
  /** per period of the schedule, the last row with a signature that holds */
  readonly signedThrough: ReadonlyMap<number, number>;
}

export interface SegmentSignatures {
  /** What is wrong with the row's signature, as far as the mode asks; null for nothing. */
  check(row: ThereRow, envelope: string): string | null;
  end(): SignaturesResult;
}

export function createSegmentSignatures(
  { schedule, deep, newest }: ChainContext,
  verifierOf: VerifierOf,
): SegmentSignatures {
  const signedThrough = new Map<number, number>();
  let signatures = 0;
  const check = (row: ThereRow, envelope: string): string | null => {
    if (schedule === null) return null;
    const isAsked = deep || row.seq === newest;
    if (isAsked) signatures += 1;
    // The key's name is not among the signed bytes: it is held against the schedule in every mode.
    const wrong = wrongKey(schedule, row.seq, row.key_id);
    if (wrong !== null || !isAsked) return wrong;
    const index = periodIndexAt(schedule, row.seq);
    const publicKey = schedule.periods[index]?.publicKey ?? null;
    const key = publicKey === null ? null : verifierOf(publicKey);
    // Whether the key can be trusted is decided for the period as a whole.
    if (key === null) return null;
    if (!isSignatureWhole(row, envelope, key)) return BAD_SIGNATURE;
    signedThrough.set(index, row.seq);
    return null;
  };
  return { check, end: () => ({ signatures, signedThrough }) };
}

export const BAD_SIGNATURE = 'signature does not match the envelope';
