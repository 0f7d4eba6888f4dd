// The page for people inside a bundle. Verifiers ignore it.
import { INTEGRITY_BOUNDARY } from '../../chain/verdict.ts';

export interface ReadmeFacts {
  readonly tenant: string;
  readonly origin: string;
  readonly size: number;
  /** as in `bundle.json` */
  readonly selection: string;
  readonly createdAt: number;
  readonly withholdBodies: boolean;
}

export function bundleReadme(facts: ReadmeFacts): string {
  const { tenant, origin, size, selection, createdAt, withholdBodies } = facts;
  return `# Evidence bundle

Records of a governance agent, with everything that is needed to verify them without that agent, its operator or a
network.

- chain: ${code(origin)}
- tenant: ${code(tenant)}
- selection: ${code(selection)}
- covered by a signed checkpoint of ${size} rows; rows written after it are not in here
- made: ${new Date(createdAt).toISOString()}
- bodies: ${withholdBodies ? 'withheld; seals, order and completeness still verify' : 'included'}

> ${INTEGRITY_BOUNDARY}

## Verify

Get the public key of the agent from its operator by a way you trust: not out of this file, and not from whoever sent it.
**Keys and key changes in here are statements, never trust.** Then, with either of two verifiers that share no code:

    node verify-bundle.mjs bundle.zip --key agent.pem
    python verify_bundle.py bundle.zip --key agent.pem

If you kept a checkpoint of this chain from another day, add \`--checkpoint note.txt\`: it shows whether the chain was cut
or rewritten since. Without a key the verdict is \`unverifiable\`.

## Files

- \`bundle.json\`: what this bundle claims to be
- \`checkpoint.txt\`: the signed root over all rows of the chain at that size (C2SP checkpoint)
- \`rows.jsonl\`: the rows, with content where it was not erased, and their proofs
- \`history.jsonl\`: administrative rows of the chain: key changes, erasures of these rows
- \`consistency.jsonl\`: proofs to earlier checkpoints, where they were asked for

A session is complete, and so is a range. A filter claims nothing about rows that it left out.
`;
}

// A tenant's name is not ours: nothing in it may end the line or the code.
function code(text: string): string {
  return `\`${text.replace(/[\p{C}\u0060]/gu, '·')}\``;
}
