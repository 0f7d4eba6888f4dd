// Something that must not be overlooked.
import type { ReactNode } from 'react';

export function Alarm({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="alarm" role="alert">
      <p className="alarm-title">{title}</p>
      {children}
    </div>
  );
}
