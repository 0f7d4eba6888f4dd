// What an export is asked for: which chain, which rows, who may read the bodies.
import type { Clock } from '../../ports.ts';
import type { DecisionFilters } from '../../reads/filters.ts';
import type { SignerMemory } from '../../signer-memory.ts';
import type { SignerSource } from '../../signer-source.ts';
import type { Signer } from '../../signer.ts';
import type { Database } from '../../store/database.ts';

/** Which rows. A session proves that none of it is missing; a range that none of its numbers is; a filter nothing. */
export type BundleSelection =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'range'; readonly from: number; readonly through: number }
  | { readonly kind: 'filter'; readonly filters: DecisionFilters };

export interface BundleOptions {
  readonly database: Database;
  readonly tenant: string;
  readonly selection: BundleSelection;
  readonly clock: Clock;
  /** Checkpoints the chain as it stands now. Without one the newest stored checkpoint bounds the bundle. */
  readonly signer?: Signer | SignerSource;
  /** Where each chain stood, kept outside the database; goes with `signer`. */
  readonly memory?: SignerMemory;
  /** Leaves out bodies and content: seals, order and completeness still verify. */
  readonly withholdBodies?: boolean;
  /** Sizes of checkpoints that the reader holds: the bundle proves each of those trees a prefix of its own. */
  readonly since?: readonly number[];
  /** Told after each page how many rows were written. */
  readonly onRows?: (written: number) => void;
  /** Bytes of text that a bundle may hold. Default 1,073,741,824: what a verifier takes. */
  readonly maxBytes?: number;
}

/** The selection as `bundle.json` states it. Keys in any order. */
export function selectionClaim(selection: BundleSelection) {
  if (selection.kind === 'session') return { kind: selection.kind, session_id: selection.sessionId };
  if (selection.kind === 'range')
    return { kind: selection.kind, from: selection.from, through: selection.through };
  return { kind: selection.kind, filters: filterTexts(selection.filters) };
}

function filterTexts({
  columns = {},
  attributes = {},
  since,
  until,
}: DecisionFilters): Record<string, string> {
  const named = Object.entries(attributes).map(([key, value]) => [`attr.${key}`, value] as const);
  return Object.fromEntries([
    ...Object.entries(columns),
    ...named,
    ...(since === undefined ? [] : [['since', String(since)] as const]),
    ...(until === undefined ? [] : [['until', String(until)] as const]),
  ]);
}
