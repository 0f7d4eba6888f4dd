// The tree that this browser verified last: shown, taken away, brought back, forgotten.
import { useState } from 'react';
import type { ChainState } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { importedTree } from '../../evidence/import-tree.ts';
import type { RememberedTree } from '../../evidence/memory.ts';
import { download } from '../../format/download.ts';
import { count } from '../../format/numbers.ts';
import type { MemoryOfPage } from './use-evidence-memory.ts';

interface Props {
  readonly chain: ChainState;
  readonly memory: MemoryOfPage;
}

export function RememberedPanel({ chain, memory }: Props) {
  const { tree } = memory.value;
  return (
    <Panel
      title="What this browser remembers"
      lead="Each visit demands that the chain still begins with what was seen before: an agent that shows one history here and another one elsewhere has to keep them apart for ever."
    >
      {memory.isLost && (
        <p role="alert">This browser keeps nothing: it is forgotten when the page is left.</p>
      )}
      {tree === null ? (
        <p>Nothing yet. A bundle that verifies below leaves its checkpoint here.</p>
      ) : (
        <Tree tree={tree} forget={() => memory.change(({ pin }) => ({ pin, tree: null }))} />
      )}
      {tree === null && <ImportForm chain={chain} memory={memory} />}
    </Panel>
  );
}

function Tree({ tree, forget }: { readonly tree: RememberedTree; readonly forget: () => void }) {
  const [isSure, setSure] = useState(false);
  return (
    <>
      <Facts
        facts={[
          ['Rows', count(tree.size)],
          ['Root', <code key="c">{tree.root}</code>],
          ['Chain', tree.origin],
          [tree.source === 'verified' ? 'Verified here' : 'Imported', <Time key="t" at={tree.at} />],
        ]}
      />
      <div className="actions">
        <CopyButton label="Copy as checkpoint" text={tree.note} />
        <button
          type="button"
          onClick={() =>
            download({ subject: 'remembered', ending: 'txt', type: 'text/plain', parts: [tree.note] })
          }
        >
          Export as checkpoint
        </button>
        <button type="button" onClick={isSure ? forget : () => setSure(true)}>
          {isSure ? 'Forget it: press again' : 'Forget'}
        </button>
      </div>
    </>
  );
}

function ImportForm({ chain, memory }: Props) {
  const [problem, setProblem] = useState('');
  const take = async (note: string): Promise<void> => {
    const { pin } = memory.value;
    const at = new Date().toISOString();
    const taken = await importedTree(note, { chain, pin, at });
    if ('problem' in taken) setProblem(taken.problem);
    else memory.change((before) => ({ pin: before.pin, tree: taken }));
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const note = new FormData(event.currentTarget).get('note');
        void take(typeof note === 'string' ? note : '');
      }}
    >
      <label>
        A checkpoint that you kept
        <textarea name="note" rows={5} required spellCheck={false} autoComplete="off" />
      </label>
      <div className="actions">
        <button type="submit">Import checkpoint</button>
      </div>
      <p role="alert" className="problem">
        {problem}
      </p>
    </form>
  );
}
