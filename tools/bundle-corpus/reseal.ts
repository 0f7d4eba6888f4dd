// Changes what the rows of a chain say, and signs all of it anew: bundles whose seals are right and whose words are odd.
import { createHash } from 'node:crypto';
import { createNobleSigner, type SigningKey } from '@governance-agent/audit-core';
import { merkleRoot } from '../../packages/audit-core/src/chain/merkle.ts';
import { inclusionRanges } from '../../packages/audit-core/src/chain/merkle-proof.ts';
import { base64, KEYS } from './chains.ts';
import { linesOf, withLines, type Line } from './edits.ts';
import { forged } from './reject-checkpoints.ts';
import type { Files } from './zip.ts';

type Words = Partial<Pick<Line, 'body' | 'content' | 'salt'>>;

const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** @param files of a whole chain, row 1 to the last, signed by `key` alone */
export function resealed(files: Files, edit: (line: Line) => Words, key: SigningKey = KEYS.a): Files {
  const signer = createNobleSigner(key);
  const leaves: Buffer[] = [];
  const rows = linesOf(files).map((line): Line => {
    const changed = { ...line, ...edit(line) };
    const parts = changed.envelope.split('\n');
    parts[6] = base64(leaves.at(-1) ?? Buffer.alloc(32));
    parts[7] = base64(sha256(changed.body ?? ''));
    const envelope = parts.join('\n');
    leaves.push(sha256(Buffer.from([0]), envelope));
    return { ...changed, envelope, signature: base64(signer.sign(Buffer.from(envelope))) };
  });
  const proven = (lines: readonly Line[]): Line[] =>
    lines.map((line, at) => ({
      ...line,
      proof: lines[at + 1]?.seq === line.seq + 1 ? null : pathOf(leaves, line.seq - 1),
    }));
  const seqs = linesOf(files, 'history.jsonl').map(({ seq }) => seq);
  const history = rows
    .filter(({ seq }) => seqs.includes(seq))
    .map((line) => ({ ...line, content: null, salt: null }));
  const [origin = ''] = (files['checkpoint.txt'] ?? '').split('\n');
  const note = forged(`${origin}\n${rows.length}\n${base64(merkleRoot(leaves))}\n`, key);
  const whole = withLines(withLines(files, proven(rows)), proven(history), 'history.jsonl');
  return { ...whole, 'checkpoint.txt': note };
}

function pathOf(leaves: readonly Buffer[], index: number): string[] {
  return inclusionRanges(index, leaves.length).map(({ start, end }) =>
    base64(merkleRoot(leaves.slice(start, end))),
  );
}

/** A row with other content and the commitment to it. */
export function withContent({ body }: Line, content: string, salt: Buffer): Words {
  const commit = base64(sha256(salt, content));
  return { ...withFields(body, { content_commit: commit }), content, salt: base64(salt) };
}

/** A body with other values of the keys it has, in their order. */
export function withFields(body: string | null, change: object): Words {
  return { body: JSON.stringify({ ...(JSON.parse(body ?? '{}') as object), ...change }) };
}
