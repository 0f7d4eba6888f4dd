// Asks before something that cannot be taken back: says what it does, and has its name typed.
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useEffect, useState, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** What has to be typed. */
  readonly word: string;
  /** What the button says. */
  readonly action: string;
  readonly children: ReactNode;
  /** The dialog stays, and says why, where this rejects. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Mounted while it is open. */
export function ConfirmDialog({ title, word, action, children, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  useReturnedFocus();
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It did not work.');
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open onOpenChange={(open) => open || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />}>{children}</AlertDialog.Description>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (typed === word) void confirm();
            }}
          >
            <label>
              <span>
                Type <code>{word}</code> to confirm
              </span>
              <input
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                autoComplete="off"
                spellCheck={false}
              />
            </label>
            <p role="alert" className="dialog-problem">
              {problem}
            </p>
            <div className="actions">
              <AlertDialog.Close>Cancel</AlertDialog.Close>
              <button type="submit" className="danger" disabled={busy || typed !== word}>
                {action}
              </button>
            </div>
          </form>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** To where it was before the dialog; to the page where that is gone, as the button of a deleted row is. */
function useReturnedFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Not at once: what lies behind the dialog cannot take the focus until the dialog has gone.
      setTimeout(() => {
        const next = before?.isConnected === true ? before : document.querySelector('#main');
        if (next instanceof HTMLElement) next.focus();
      });
    },
    [before],
  );
}
