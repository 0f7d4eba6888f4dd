// Writes a C2SP tlog-proof: an inclusion proof and the checkpoint it leads to, in one text. https://c2sp.org/tlog-proof

/** A leaf's place, from 0, and its base64 siblings up to the root. */
export interface ProvenLeaf {
  readonly index: number;
  readonly path: readonly string[];
}

/** @param checkpoint the signed note of the proof's size, verbatim. */
export function formatTlogProof({ index, path }: ProvenLeaf, checkpoint: string): string {
  return ['c2sp.org/tlog-proof@v1', `index ${index}`, ...path, '', checkpoint].join('\n');
}
