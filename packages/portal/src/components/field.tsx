// A field of a form with its name above it.
import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly children: ReactNode;
}

export function Field({ label, children }: Props) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
    </label>
  );
}
