// The seal of a row, recomputed here, and the proof that it stands in the tree.
import { useQuery } from '@tanstack/react-query';
import type { DecisionWithEvidence } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { count } from '../../format/numbers.ts';
import { checkSeal, type SealCheck } from '../../format/seal.ts';

export function SealOfRow({ row }: { readonly row: DecisionWithEvidence }) {
  const { evidence } = row;
  const { data: checks = [] } = useQuery({
    queryKey: ['seal', row.id],
    queryFn: () => checkSeal(sealedText(row), subtleOf(globalThis)),
    staleTime: Infinity,
  });
  return (
    <>
      <ul className="checks" aria-label="Recomputed in this browser">
        {checks.map((check) => (
          <li key={check.name} className={className(check)}>
            {check.name}: {said(check)}
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          ['Row', `${count(row.seq)} of ${evidence.origin}`],
          ['Row hash', <code key="c">{row.row_hash}</code>],
          ['Hash of the row before', <code key="c">{row.prev_hash}</code>],
          ['Signature', <code key="c">{row.signature}</code>],
          ['Key', <code key="c">{row.key_id}</code>],
          ['Proof', proofText(row)],
        ]}
      />
      <div className="actions">
        {evidence.proof !== null && <CopyButton label="Copy proof" text={evidence.proof} />}
        <CopyButton label="Copy signed text" text={evidence.envelope} />
      </div>
      <p className="quiet">{row.boundary}</p>
    </>
  );
}

function sealedText(row: DecisionWithEvidence) {
  const { envelope, body, public_key } = row.evidence;
  return { envelope, body, rowHash: row.row_hash, signature: row.signature, publicKey: public_key };
}

/** Browsers offer Web Crypto to https and localhost only. */
function subtleOf(scope: { readonly crypto?: { readonly subtle?: SubtleCrypto } }): SubtleCrypto | undefined {
  return scope.crypto?.subtle;
}

function proofText({ evidence }: DecisionWithEvidence): string {
  if (evidence.proof_problem !== null) return `None can be made: ${evidence.proof_problem}`;
  if (evidence.checkpoint_size === null) return 'No checkpoint covers this row yet.';
  return `In the signed checkpoint of ${count(evidence.checkpoint_size)} rows`;
}

function className({ holds }: SealCheck): string {
  if (holds === undefined) return 'check-unknown';
  return holds ? 'check-good' : 'check-bad';
}

function said({ holds }: SealCheck): string {
  if (holds === undefined) return 'this browser cannot tell';
  return holds ? 'holds' : 'DOES NOT HOLD';
}
