// What verification says: a report, never just a boolean. docs/formats/verification-report.md

/** What kind of damage was found. */
export type BreakKind = 'content' | 'link' | 'signature' | 'seq' | 'origin' | 'root' | 'column';

/** A run of rows with one kind of damage; `seq` is the first, `through` the last. */
export interface Break {
  readonly seq: number;
  readonly through: number;
  readonly kind: BreakKind;
  readonly detail: string;
}

export type Verdict = 'verified' | 'broken' | 'unverifiable';
export type VerifyMode = 'full' | 'deep';

export interface ChainReport {
  readonly tenant: string;
  readonly origin: string | null;
  /** rows found */
  readonly rows: number;
  /** the newest row that was checked */
  readonly head: { readonly size: number; readonly hash: string } | null;
  /** signatures checked: every row in mode deep, the newest in mode full */
  readonly signatures: number;
  readonly breaks: readonly Break[];
}

export interface VerifyReport {
  readonly verdict: Verdict;
  readonly mode: VerifyMode;
  readonly boundary: string;
  /** Unix milliseconds */
  readonly verified_at: number;
  readonly chains: readonly ChainReport[];
}

/** Stated wherever evidence is shown. */
export const INTEGRITY_BOUNDARY =
  'Proves that records were not altered after this agent stored them. Does not prove that the client told the truth.';

/** Joins neighbouring rows with the same kind of damage; the detail is that of the first. */
export function mergeBreaks(breaks: readonly Break[]): Break[] {
  const merged: Break[] = [];
  const open = new Map<BreakKind, number>();
  for (const found of [...breaks].sort((a, b) => a.seq - b.seq)) {
    const index = open.get(found.kind);
    const last = index === undefined ? undefined : merged[index];
    if (index !== undefined && last !== undefined && found.seq <= last.through + 1) {
      merged[index] = { ...last, through: Math.max(last.through, found.through) };
    } else {
      open.set(found.kind, merged.push(found) - 1);
    }
  }
  return merged;
}

/**
 * Broken beats unverifiable: damage is damage, whoever looks. Without a pinned key nothing is verified, and neither is
 * a chain that was asked for and is not there.
 */
export function verdictOf(chains: readonly ChainReport[], pinnedKeys: number): Verdict {
  if (chains.some(({ breaks }) => breaks.length > 0)) return 'broken';
  return pinnedKeys === 0 || chains.some(({ origin }) => origin === null) ? 'unverifiable' : 'verified';
}
