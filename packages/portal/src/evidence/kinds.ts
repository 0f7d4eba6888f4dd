// Kinds of findings in plain words. docs/formats/decision-chain.md, "Break kinds"
const KINDS: Readonly<Record<string, string>> = {
  bundle: 'The file is damaged, repacked or no bundle.',
  column: 'The row was edited: a value is not what was signed.',
  content: 'Content was edited, put back, or removed without a signed statement.',
  link: 'The row does not follow the one before it: something was removed, inserted or moved.',
  seq: 'Rows are missing, out of order, or beyond the end of the chain.',
  signature: 'Not signed by a key that is trusted here.',
  origin: 'The row belongs to another chain or tenant.',
  root: 'The rows are not those that a checkpoint signed.',
};

export function plainKind(kind: string): string {
  return KINDS[kind] ?? 'Not what was signed.';
}
