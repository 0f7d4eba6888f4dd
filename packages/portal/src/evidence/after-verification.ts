// What is remembered once a bundle was verified here. Only a verdict of "verified" is worth remembering.
import type { EvidenceMemory, Pin, RememberedTree } from './memory.ts';
import type { BundleAnswer, NamedKey } from './questions.ts';

/** @param trusted the key that the bundle was judged by; of the server where the browser had none pinned */
export function afterVerification(
  memory: EvidenceMemory,
  { report, note, tree }: Pick<BundleAnswer, 'report' | 'note' | 'tree'>,
  trusted: NamedKey,
  at: string,
): EvidenceMemory {
  if (report.verdict !== 'verified' || note === null || tree === null) return memory;
  const pin: Pin = memory.pin ?? { ...trusted, source: 'server', at, followed: [] };
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
