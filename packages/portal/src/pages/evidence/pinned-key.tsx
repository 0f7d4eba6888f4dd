// The key by which this browser judges: one that somebody brought along, or else the one that the agent named first.
import { useState } from 'react';
import type { ChainState } from '../../api/types.ts';
import { Time } from '../../components/time.tsx';
import { askWorker } from '../../evidence/ask-worker.ts';
import type { Pin } from '../../evidence/memory.ts';
import type { MemoryOfPage } from './use-evidence-memory.ts';

interface Props {
  readonly chain: ChainState;
  readonly memory: MemoryOfPage;
}

export function PinnedKey({ chain, memory }: Props) {
  const { pin } = memory.value;
  return (
    <div className="pin" role="group" aria-label="Trusted key">
      <Trusted pin={pin} />
      <details>
        <summary>{pin?.source === 'own' ? 'Trust another key' : 'Trust a key of your own'}</summary>
        <KeyForm chain={chain} take={(own) => memory.change(({ tree }) => ({ pin: own, tree }))} />
      </details>
      {pin !== null && (
        <button type="button" onClick={() => memory.change(({ tree }) => ({ pin: null, tree }))}>
          Forget this key
        </button>
      )}
    </div>
  );
}

function Trusted({ pin }: { readonly pin: Pin | null }) {
  if (pin === null)
    return (
      <p>
        <strong>No key of your own.</strong> The key that is used comes from the same agent that is judged:
        that finds damage, but not an agent that lies. The first one that verifies is remembered, and any
        change of it is shouted (trust on first use).
      </p>
    );
  if (pin.source === 'server')
    return (
      <p>
        <strong>Trusted on first use:</strong> <code>{pin.id}</code>, as the agent named it,{' '}
        <Time at={pin.at} />. It came from the same agent that is judged.
      </p>
    );
  return (
    <p>
      <strong>Your key:</strong> <code>{pin.id}</code>, <Time at={pin.at} />.
    </p>
  );
}

function KeyForm({ chain, take }: { readonly chain: ChainState; readonly take: (pin: Pin) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const submit = async (): Promise<void> => {
    const key = await askWorker('key', { text, origin: chain.origin });
    if ('problem' in key) {
      setProblem(key.problem);
      return;
    }
    setText('');
    setProblem('');
    take({ ...key, source: 'own', at: new Date().toISOString(), followed: [] });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label>
        Public key, PEM or vkey
        <textarea
          rows={4}
          required
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <label>
        or a file with it
        <input
          type="file"
          accept=".pem,.txt,.pub,.vkey"
          onChange={({ currentTarget }) => void currentTarget.files?.[0]?.text().then(setText)}
        />
      </label>
      <div className="actions">
        <button type="submit">Trust this key</button>
      </div>
      <p role="alert" className="problem">
        {problem}
      </p>
    </form>
  );
}
