// What this browser made of a bundle.
import { Facts } from '../../components/facts.tsx';
import type { SignatureChecker } from '../../evidence/questions.ts';
import { count } from '../../format/numbers.ts';
import { EvidenceVerdictBadge } from './evidence-verdict-badge.tsx';
import { FindingsTable } from './findings-table.tsx';
import type { FinishedRun } from './use-bundle-run.ts';

interface Props {
  readonly run: FinishedRun;
  readonly save: () => void;
}

export function BrowserResult({ run, save }: Props) {
  const { report } = run.answer;
  const tenant = report.tenant ?? '–';
  const findings = report.findings.map((each) => ({ ...each, tenant, through: each.seq }));
  return (
    <div className="verdict" role="group" aria-label="Verdict of this browser">
      <p role="status">
        <EvidenceVerdictBadge verdict={report.verdict} /> {sentence(run)}
      </p>
      {isForeignKey(run) && (
        <p role="note">
          The checkpoint is not signed by the key that this browser trusts. Either the key is of another
          chain, or somebody else signed this one: ask by another way which key is right.
        </p>
      )}
      <FactsOf run={run} />
      <FindingsTable name="Findings of this browser" findings={findings} />
      <div className="actions">
        <button type="button" onClick={save}>
          Save this bundle
        </button>
      </div>
    </div>
  );
}

function sentence({ answer, trusted }: FinishedRun): string {
  const { verdict, compromised = [], findings } = answer.report;
  if (verdict === 'broken') return `Something is not what was signed. Findings: ${count(findings.length)}.`;
  if (verdict === 'unverifiable')
    return compromised.length > 0
      ? 'Nothing is wrong in itself, but rows were signed by a key that was compromised.'
      : 'Nothing is wrong in itself, but there is no key to judge by.';
  const by = trusted?.source === 'own' ? 'by your key' : 'by the key that this agent named';
  return `Every row is what was stored, at its place in the chain, signed ${by}.`;
}

const CHECKERS: Readonly<Record<SignatureChecker, string>> = {
  webcrypto: 'the browser itself (Web Crypto)',
  noble: 'noble, in JavaScript: this browser offers no Ed25519 to this page',
  own: "the verifier's own code, in JavaScript",
};

function FactsOf({ run: { answer, trusted } }: { readonly run: FinishedRun }) {
  const { report, checker } = answer;
  if (report.rows === undefined) return null;
  const { rows, size = 0, erased = 0, withheld = 0, layer, compromised = [] } = report;
  return (
    <Facts
      facts={[
        ['Rows', `${count(rows)}, under a checkpoint of ${count(size)}`],
        ['Content erased, with a statement', count(erased)],
        ['Bodies withheld', count(withheld)],
        [
          'Held against',
          layer === 'anchored'
            ? 'the checkpoint that this browser remembers'
            : "the bundle's own checkpoint alone",
        ],
        ['Key', trusted === undefined ? 'none' : `${trusted.id}, ${SOURCES[trusted.source]}`],
        ['Signatures checked by', CHECKERS[checker]],
        [
          'Signed by a compromised key',
          compromised.length === 0 ? null : `${count(compromised.length)} rows`,
        ],
      ]}
    />
  );
}

const SOURCES = { own: 'your own', server: 'from the same agent' } as const;

/** Nothing the trusted key signed is in the bundle's checkpoint. */
function isForeignKey({ answer: { report, tree }, trusted }: FinishedRun): boolean {
  if (report.verdict !== 'broken' || trusted === undefined || tree === null) return false;
  return report.findings.some(({ kind, seq }) => kind === 'signature' && seq === report.size);
}
