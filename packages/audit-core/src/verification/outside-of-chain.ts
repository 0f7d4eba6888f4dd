// Which heads from outside are of which chain, and which signed notes a verifier may go by.
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from '../chain/checkpoint.ts';
import type { VerifierOf } from '../chain/chain-context.ts';
import type { OutsideHead, RememberedHead } from '../chain/outside-heads.ts';
import type { Warning } from '../chain/verdict.ts';

/** A checkpoint kept outside the database: a signed note. */
export interface Anchor {
  readonly tenant?: string;
  readonly note: string;
}

export interface ParsedAnchor {
  readonly tenant: string | null;
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

/** What a verifier holds of one chain. */
export interface Outside {
  readonly remembered: readonly RememberedHead[];
  readonly anchors: readonly ParsedAnchor[];
}

export const NOTHING_OUTSIDE: Outside = { remembered: [], anchors: [] };

export function parseAnchors(anchors: readonly Anchor[]): { parsed: ParsedAnchor[]; warnings: Warning[] } {
  const parsed: ParsedAnchor[] = [];
  const warnings: Warning[] = [];
  for (const { tenant = null, note } of anchors) {
    const checkpoint = parseCheckpoint(note);
    if (checkpoint === null) warnings.push({ tenant, detail: 'an anchor is not a checkpoint' });
    else parsed.push({ tenant, note, checkpoint });
  }
  return { parsed, warnings };
}

/** @param origin of the tenant's chain; null without one. */
export function outsideOf({ remembered, anchors }: Outside, tenant: string, origin: string | null): Outside {
  return {
    remembered: remembered.filter((head) =>
      head.tenant === undefined ? head.origin === origin : head.tenant === tenant,
    ),
    anchors: anchors.filter(
      (anchor) => anchor.checkpoint.origin === origin || (anchor.tenant !== null && anchor.tenant === tenant),
    ),
  };
}

export interface UsableHeads {
  readonly heads: readonly OutsideHead[];
  /** origins that heads of this tenant name and that are not its chain's */
  readonly foreign: readonly string[];
  readonly warnings: readonly Warning[];
}

/** @param trusted base64 public keys. Notes by any other key are left aside, and that is said. */
export function usableHeads(
  { remembered, anchors }: Outside,
  chain: { readonly tenant: string; readonly origin: string | null },
  trusted: readonly string[],
  verifierOf: VerifierOf,
): UsableHeads {
  const { tenant, origin } = chain;
  const signed = anchors.filter((anchor) => isSigned(anchor, trusted, verifierOf));
  // Of a chain that is gone, or has no head to name it, every head of its tenant speaks.
  const own = (head: { readonly origin?: string }): boolean =>
    origin === null || (head.origin ?? origin) === origin;
  const heads: OutsideHead[] = [
    ...remembered
      .filter(own)
      .map(({ size, hash = null, root = null }) => ({ layer: 'remembered', size, hash, root }) as const),
    ...distinct(signed.map(({ checkpoint }) => checkpoint).filter(own)).map(
      ({ size, root }) => ({ layer: 'anchored', size, hash: null, root }) as const,
    ),
  ];
  const named = [...remembered, ...signed.map(({ checkpoint }) => checkpoint)].filter((head) => !own(head));
  const ignored = anchors.length - signed.length;
  const warnings =
    ignored === 0 ? [] : [{ tenant, detail: `${ignored} anchors were ignored: no trusted key signed them` }];
  return { heads, foreign: [...new Set(named.map((head) => head.origin ?? ''))], warnings };
}

function isSigned(
  { note, checkpoint }: ParsedAnchor,
  trusted: readonly string[],
  verifierOf: VerifierOf,
): boolean {
  return trusted.some((publicKey) => {
    const key = verifierOf(publicKey);
    return key !== null && verifyCheckpoint(note, checkpoint.origin, key) !== null;
  });
}

function distinct(checkpoints: readonly Checkpoint[]): readonly Checkpoint[] {
  return [
    ...new Map(
      checkpoints.map((checkpoint) => [`${checkpoint.size} ${checkpoint.root}`, checkpoint]),
    ).values(),
  ];
}
