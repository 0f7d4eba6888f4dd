// How a bundle is verified without this page, this agent or a network.
import { Panel } from '../../components/panel.tsx';

const COMMANDS = `node verifiers/node/verify-bundle.mjs bundle.zip --key agent.pem
python verifiers/python/verify_bundle.py bundle.zip --key agent.pem`;

export function OfflinePanel() {
  return (
    <Panel
      title="Verify a bundle offline"
      lead="This page and its verifier come from the agent that is judged. Who trusts neither runs one of these two programs."
    >
      <pre className="note">{COMMANDS}</pre>
      <ul className="points">
        <li>Take the program from a release of the project, not from who sends the bundle.</li>
        <li>
          Get <code>agent.pem</code> by another way: the operator prints it with{' '}
          <code>governance-agent keys show</code>. A key out of the bundle proves nothing.
        </li>
        <li>
          <code>--checkpoint note.txt</code> holds the bundle against a checkpoint that you kept.
        </li>
      </ul>
    </Panel>
  );
}
