// The browser's memory of a chain as state of the page; what is changed is kept at once.
import { useState } from 'react';
import { readMemory, writeMemory, type EvidenceMemory, type ReadMemory } from '../../evidence/memory.ts';

export interface MemoryOfPage {
  readonly value: ReadMemory;
  readonly change: (next: EvidenceMemory) => void;
  /** The browser refused to keep it: it lasts until the page is left. */
  readonly isLost: boolean;
}

export function useEvidenceMemory(tenant: string): MemoryOfPage {
  const [value, setValue] = useState(() => readMemory(localStorage, tenant));
  const [isLost, setLost] = useState(false);
  return {
    value,
    isLost,
    change: (next) => {
      setLost(!writeMemory(localStorage, tenant, next));
      setValue({ ...next, isDamaged: false });
    },
  };
}
