// Copies text and says so, also to a screen reader.
import { useState } from 'react';

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      // Browsers offer the clipboard to https and localhost only.
      setState('refused');
    }
    setTimeout(() => setState('idle'), 2500);
  };
  const said = { idle: label, copied: 'Copied', refused: 'The browser refused' }[state];
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{said}</span>
    </button>
  );
}
