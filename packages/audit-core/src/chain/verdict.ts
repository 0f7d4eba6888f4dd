// What verification says: a report, never just a boolean. docs/formats/verification-report.md
import type { BreakKind, Break } from './breaks.ts';
import type { CompromisedRows } from './compromised-rows.ts';
import type { KeyTrust } from './key-trust.ts';

export type Verdict = 'verified' | 'broken' | 'unverifiable';
export type { Break, BreakKind };

/**
 * `quick`: head, newest checkpoint, newest rows. `full`: bodies, content, links, order, heads, checkpoints, the
 * signatures of the newest row and of administrative rows. `deep`: every signature too. `incremental`: deep, behind a
 * head that the verifier remembers.
 */
export type VerifyMode = 'quick' | 'full' | 'deep' | 'incremental';

/** The strongest head from outside the database that this chain was compared with and found to cover. */
export type Layer = 'internal' | 'remembered' | 'anchored';

/** The newest row checked, and the tree up to it. */
export interface ReportedHead {
  readonly size: number;
  /** base64 row hash */
  readonly hash: string;
  /** base64 Merkle root; null where the tree was not recomputed */
  readonly root: string | null;
  /** as `chain_heads.frontier`: what an incremental verification goes on from */
  readonly frontier: string | null;
}

/** Rows behind a head, and when the first of them was received (Unix milliseconds). */
export interface Tail {
  readonly rows: number;
  readonly since: number | null;
}

export interface KeyReport {
  readonly key_id: string;
  readonly from: number;
  /** last row of the chain that it signs, as far as was read */
  readonly through: number;
  readonly trust: KeyTrust;
}

export interface ChainReport {
  readonly tenant: string;
  readonly origin: string | null;
  /** set when one session was verified, not the chain */
  readonly session?: string;
  /** first row checked; 0 when there was none */
  readonly from: number;
  /** rows checked */
  readonly rows: number;
  readonly head: ReportedHead | null;
  /** signatures of rows checked */
  readonly signatures: number;
  readonly layer: Layer;
  /** the newest whole checkpoint that the rows were held against */
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
  readonly unanchored: {
    /** rows that no checkpoint inside the store covers */
    readonly behind_checkpoint: Tail;
    /** rows that no head from outside the store covers */
    readonly behind_outside_head: Tail;
  };
  /** rows whose content was erased, and an erasure row says so */
  readonly erased: number;
  /** rows of which the envelope alone is kept: their partition was detached, and a row says so. Not among `rows` */
  readonly detached: number;
  readonly client_gaps: ClientGaps;
  readonly compromised: readonly CompromisedRows[];
  readonly keys: readonly KeyReport[];
  readonly breaks: readonly Break[];
}

/** Numbers that the clients' own counters skipped: events that never arrived. A lower bound, and no break. */
export interface ClientGaps {
  readonly sessions: number;
  readonly missing: number;
}

/** Evidence that was given to the verifier and could not be used. */
export interface Warning {
  readonly tenant: string | null;
  readonly detail: string;
}

export interface VerifyReport {
  readonly verdict: Verdict;
  readonly mode: VerifyMode;
  readonly boundary: string;
  /** Unix milliseconds */
  readonly verified_at: number;
  readonly chains: readonly ChainReport[];
  readonly warnings: readonly Warning[];
}

/** Stated wherever evidence is shown. */
export const INTEGRITY_BOUNDARY =
  'Proves that records were not altered after this agent stored them. Does not prove that the client told the truth.';

/** A key whose signatures prove nothing, unless a head from outside covers the last of these rows. */
function isUncovered({ compromised, unanchored, head }: ChainReport): boolean {
  const covered = (head?.size ?? 0) - unanchored.behind_outside_head.rows;
  return compromised.some(({ through }) => through > covered);
}

/**
 * Broken beats unverifiable: damage is damage, whoever looks. Without a pinned key nothing is verified, and neither is
 * a chain that was asked for and is not there, nor one with rows that a compromised key may have forged.
 */
export function verdictOf(chains: readonly ChainReport[], pinnedKeys: number): Verdict {
  if (chains.some(({ breaks }) => breaks.length > 0)) return 'broken';
  const unproven = chains.some((chain) => chain.origin === null || isUncovered(chain));
  return pinnedKeys === 0 || unproven ? 'unverifiable' : 'verified';
}
