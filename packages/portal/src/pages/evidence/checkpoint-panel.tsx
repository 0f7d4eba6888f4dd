// The newest checkpoint, to be taken away: whoever keeps it elsewhere can show later what the chain was.
import type { Checkpoint } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { download } from '../../format/download.ts';
import { count } from '../../format/numbers.ts';

interface Props {
  readonly checkpoint: Checkpoint | null;
}

export function CheckpointPanel({ checkpoint }: Props) {
  if (checkpoint === null)
    return (
      <Panel title="Newest checkpoint">
        <p>None is stored yet. Downloading a bundle makes one.</p>
      </Panel>
    );
  const { note, size, created_at } = checkpoint;
  return (
    <Panel
      title="Newest checkpoint"
      lead="A signed statement of size and root (C2SP). Kept elsewhere, it shows any rewriting of the rows it covers."
    >
      <p>
        {count(size)} rows, <Time at={created_at} />
      </p>
      <pre className="note">{note}</pre>
      <div className="actions">
        <CopyButton label="Copy checkpoint" text={note} />
        <button
          type="button"
          onClick={() =>
            download({ subject: 'checkpoint', ending: 'txt', type: 'text/plain', parts: [note] })
          }
        >
          Download checkpoint
        </button>
      </div>
    </Panel>
  );
}
