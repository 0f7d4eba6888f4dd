// Verification in this browser: rows are chosen, downloaded as a bundle, and judged by the auditors' verifier in a worker.
import type { ChainState } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { Failure } from '../../components/states.tsx';
import type { Selection } from '../../evidence/selection.ts';
import { download } from '../../format/download.ts';
import { compact, count } from '../../format/numbers.ts';
import { BrowserResult } from './browser-result.tsx';
import { PinnedKey } from './pinned-key.tsx';
import { SelectionChoice, useSelection } from './selection-choice.tsx';
import { useBundleRun, type BundleRun } from './use-bundle-run.ts';
import type { MemoryOfPage } from './use-evidence-memory.ts';
import { Waiting } from './waiting.tsx';

interface Props {
  readonly chain: ChainState;
  readonly memory: MemoryOfPage;
}

export function BrowserVerification({ chain, memory }: Props) {
  const { selection, ...choice } = useSelection();
  const { run, verify, save, cancel } = useBundleRun(chain, memory);
  const isBusy = run.state === 'downloading' || run.state === 'verifying';
  const isReady = selection !== undefined && !isBusy;
  return (
    <Panel
      title="Verify in this browser"
      lead="The rows are downloaded as a bundle and judged here, by the verifier that auditors use. Each download is itself a row of the chain."
    >
      <PinnedKey chain={chain} memory={memory} />
      <SelectionChoice size={chain.size} {...choice} />
      <div className="actions">
        <button
          type="button"
          className="primary"
          disabled={!isReady}
          onClick={() => selection && verify(selection)}
        >
          Verify in this browser
        </button>
        <button type="button" disabled={!isReady} onClick={() => selection && save(selection, keep)}>
          Download bundle
        </button>
      </div>
      <Progress run={run} total={totalOf(selection, chain.size)} cancel={cancel} />
      {run.state === 'failed' && (
        <>
          <Failure error={run.error} />
          <p role="note">
            An agent whose store is damaged refuses to make a bundle. Verify on the agent: it names what is
            broken.
          </p>
        </>
      )}
      {run.state === 'done' && <BrowserResult run={run} save={() => keep(run.bytes)} />}
    </Panel>
  );
}

function keep(bytes: Uint8Array<ArrayBuffer>): void {
  download({ subject: 'bundle', ending: 'zip', type: 'application/zip', parts: [bytes] });
}

interface ProgressProps {
  readonly run: BundleRun;
  readonly total: number | undefined;
  readonly cancel: () => void;
}

function Progress({ run, total, cancel }: ProgressProps) {
  if (run.state === 'downloading')
    return (
      <Waiting text={`Downloading: ${compact(Math.ceil(run.bytes / 1000))} KB so far.`} cancel={cancel} />
    );
  if (run.state === 'verifying')
    return (
      <Waiting
        text={`Verifying: ${count(run.rows)} rows so far.`}
        done={run.rows}
        total={total}
        cancel={cancel}
      />
    );
  return null;
}

/** Known of the newest rows alone. */
function totalOf(selection: Selection | undefined, size: number): number | undefined {
  return selection?.kind === 'last' ? Math.min(selection.rows, size) : undefined;
}
