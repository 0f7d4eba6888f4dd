// A command to run where the agent runs, with a button that copies it.
import { CopyButton } from './copy-button.tsx';

export function CommandLine({ text }: { readonly text: string }) {
  return (
    <div className="command">
      <pre>{text}</pre>
      <CopyButton label="Copy" text={text} />
    </div>
  );
}
