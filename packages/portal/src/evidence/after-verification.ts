// What is remembered once a bundle was verified here. Only a verdict of "verified" is worth remembering.
import type { EvidenceMemory, Pin, RememberedTree } from './memory.ts';
import type { BundleAnswer, NamedKey } from './questions.ts';

/** By what a bundle was judged. */
export interface Judged {
  readonly trusted: NamedKey & { readonly source: Pin['source'] };
  /** the remembered tree that it was held against */
  readonly held: string | null;
}

/** What was pinned, forgotten or remembered by another tab meanwhile stands: a verdict about something else changes nothing. */
export function afterVerification(
  memory: EvidenceMemory,
  { report, note, tree }: Pick<BundleAnswer, 'report' | 'note' | 'tree'>,
  { trusted, held }: Judged,
  at: string,
): EvidenceMemory {
  if (report.verdict !== 'verified' || note === null || tree === null) return memory;
  if (memory.pin === null ? trusted.source === 'own' : memory.pin.id !== trusted.id) return memory;
  if ((memory.tree?.note ?? null) !== held) return memory;
  const pin: Pin = memory.pin ?? { ...trusted, at, followed: [] };
  const { origin, size, root, signedBy } = tree;
  const seen: RememberedTree = { note, origin, size, root, at, source: 'verified' };
  return { pin: followedTo(pin, signedBy), tree: nextTree(memory.tree, seen, report.layer === 'anchored') };
}

/** A verified chain whose checkpoint another key signed has led there by statements that a trusted key signed. */
function followedTo(pin: Pin, signedBy: readonly string[]): Pin {
  const others = signedBy.filter((id) => id !== pin.id && !pin.followed.includes(id));
  return others.length === 0 ? pin : { ...pin, followed: [...pin.followed, ...others] };
}

/** Never backwards, and never to a tree that was not shown to have grown out of the remembered one. */
function nextTree(before: RememberedTree | null, seen: RememberedTree, hasGrown: boolean): RememberedTree {
  if (before === null) return seen;
  return hasGrown && seen.origin === before.origin && seen.size >= before.size ? seen : before;
}
