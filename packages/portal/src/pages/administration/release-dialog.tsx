// Asks before a hold ends, and why it does.
import { useState } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';

interface Props {
  readonly hold: string;
  readonly onRelease: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

export function ReleaseDialog({ hold, onRelease, onClose }: Props) {
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title={`Release the hold ${hold}?`}
      word={hold}
      action="Release"
      onConfirm={() => onRelease(reason.trim())}
      onClose={onClose}
    >
      <p>What it alone kept can be erased from then on, and retention does so with its next run.</p>
      <label>
        <span>Why (stored masked)</span>
        <input
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.currentTarget.value)}
          autoComplete="off"
        />
      </label>
    </ConfirmDialog>
  );
}
