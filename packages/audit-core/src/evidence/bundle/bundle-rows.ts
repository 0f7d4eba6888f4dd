// Rows as lines of a bundle: canonical bytes, seal, and a proof at the end of each run of neighbours.
import { canonicalBody } from '../../body.ts';
import { canonicalJson } from '../../canonical.ts';
import { inclusionRanges } from '../../chain/merkle-proof.ts';
import { envelopeText, sessionLine } from '../../envelope.ts';
import type { SealedRow } from '../../row.ts';
import type { SubtreeRoots } from './subtree-roots.ts';

export interface BundleRow extends SealedRow {
  readonly content_salt: string | null;
  readonly content_text: string | null;
}

export interface LineDeps {
  readonly origin: string;
  /** rows of the tree */
  readonly size: number;
  readonly roots: SubtreeRoots;
  readonly withholdBodies: boolean;
}

/**
 * Lines of `rows.jsonl` or `history.jsonl`, a page at a time. A row whose neighbour follows needs no proof of its own:
 * the neighbour's `prev_hash` names it.
 */
export async function* bundleLines(
  deps: LineDeps,
  pages: AsyncIterable<readonly BundleRow[]>,
): AsyncGenerator<readonly string[]> {
  let last: BundleRow | undefined;
  for await (const page of pages) {
    const lines: string[] = [];
    for (const row of page) {
      if (last !== undefined) lines.push(await bundleLine(deps, last, row.seq));
      last = row;
    }
    yield lines;
  }
  if (last !== undefined) yield [await bundleLine(deps, last, null)];
}

async function bundleLine(deps: LineDeps, row: BundleRow, nextSeq: number | null): Promise<string> {
  const { origin, withholdBodies } = deps;
  const { seq, key_id, signature, content_text, content_salt } = row;
  const isWhole = !withholdBodies && content_text !== null && content_salt !== null;
  return canonicalJson({
    body: withholdBodies ? null : canonicalBody(row),
    content: isWhole ? content_text : null,
    envelope: envelopeText(origin, sessionLine(row.session_id), row),
    key_id,
    proof: nextSeq === seq + 1 ? null : await proofOf(deps, seq),
    salt: isWhole ? content_salt : null,
    seq,
    signature,
  });
}

async function proofOf({ roots, size }: LineDeps, seq: number): Promise<string[]> {
  const path: string[] = [];
  for (const range of inclusionRanges(seq - 1, size)) path.push(base64(await roots.rootOf(range)));
  return path;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
