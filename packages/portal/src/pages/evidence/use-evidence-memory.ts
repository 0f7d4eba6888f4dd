// The browser's memory of a chain as state of the page; what is changed is kept at once.
import { useState } from 'react';
import { readMemory, writeMemory, type EvidenceMemory, type ReadMemory } from '../../evidence/memory.ts';

export interface MemoryOfPage {
  readonly value: ReadMemory;
  readonly change: (update: (before: EvidenceMemory) => EvidenceMemory) => void;
  /** The browser refused to keep it: it lasts until the page is left. */
  readonly isLost: boolean;
}

export function useEvidenceMemory(tenant: string): MemoryOfPage {
  const [value, setValue] = useState(() => readMemory(localStorage, tenant));
  const [isLost, setLost] = useState(false);
  return {
    value,
    isLost,
    change: (update) => {
      // Another tab may have changed it since this page was drawn.
      const next = update(isLost ? value : readMemory(localStorage, tenant));
      setLost(!writeMemory(localStorage, tenant, next));
      setValue({ ...next, isDamaged: false });
    },
  };
}
