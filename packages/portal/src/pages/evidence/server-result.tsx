// What the agent's verification said.
import type { ChainReport, VerifyReport } from '../../api/types.ts';
import { Facts } from '../../components/facts.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/numbers.ts';
import { EvidenceVerdictBadge } from './evidence-verdict-badge.tsx';
import { FindingsTable } from './findings-table.tsx';

export function ServerResult({ report }: { readonly report: VerifyReport }) {
  const { verdict, mode, verified_at: verifiedAt, chains, warnings } = report;
  const findings = chains.flatMap(({ tenant, breaks }) => breaks.map((each) => ({ tenant, ...each })));
  return (
    <div className="verdict" role="group" aria-label="Verdict of the agent">
      <p role="status">
        <EvidenceVerdictBadge verdict={verdict} /> {SENTENCES[verdict]} Mode {mode},{' '}
        <Time at={new Date(verifiedAt).toISOString()} />.
      </p>
      {chains.map((chain) => (
        <ChainFacts key={chain.tenant} chain={chain} />
      ))}
      <FindingsTable name="Findings of the agent" findings={findings} />
      {warnings.map(({ detail }) => (
        <p key={detail} role="note">
          {detail}
        </p>
      ))}
      <p className="quiet">{report.boundary}</p>
    </div>
  );
}

const SENTENCES: Readonly<Record<VerifyReport['verdict'], string>> = {
  verified: 'What was checked is what was signed.',
  broken: 'Something is not what was signed: see the findings.',
  unverifiable: 'Nothing is wrong in itself, but a key that could prove it is missing or was compromised.',
};

const LAYERS: Readonly<Record<ChainReport['layer'], string>> = {
  internal: 'the store alone',
  remembered: 'a head that was remembered outside of the store',
  anchored: 'an anchored checkpoint',
};

function ChainFacts({ chain }: { readonly chain: ChainReport }) {
  const {
    rows,
    signatures,
    layer,
    checkpoint,
    unanchored,
    erased,
    detached,
    client_gaps: gaps,
    compromised,
  } = chain;
  return (
    <Facts
      facts={[
        ['Rows checked', count(rows)],
        ['Signatures checked', count(signatures)],
        ['Held against', LAYERS[layer]],
        [
          'Newest checkpoint that holds',
          checkpoint === null ? 'none compared' : `${count(checkpoint.size)} rows`,
        ],
        ['Rows behind it', count(unanchored.behind_checkpoint.rows)],
        ['Erased, with a statement', count(erased)],
        ['Detached, with a statement', count(detached)],
        [
          'Events that never arrived',
          gaps.missing === 0 ? 'none known of' : `${count(gaps.missing)} or more`,
        ],
        [
          'Signed by a compromised key',
          compromised.map(({ from, through }) => `${count(from)} to ${count(through)}`).join(', '),
        ],
      ]}
    />
  );
}
