// What about a chain contradicts what this browser, or the agent's own signer, saw of it before. One look, no network.
import type { ChainState } from '../api/types.ts';
import { count } from '../format/numbers.ts';
import type { ReadMemory } from './memory.ts';

export interface Alarm {
  readonly title: string;
  readonly text: string;
}

type Known = Pick<ReadMemory, 'pin' | 'tree' | 'isDamaged'>;

export function alarmsOf(chain: ChainState, memory: Known): Alarm[] {
  return [...treeAlarms(chain, memory), ...keyAlarms(chain, memory), ...signerAlarms(chain)];
}

function treeAlarms({ origin, size }: ChainState, { tree, isDamaged }: Known): Alarm[] {
  if (isDamaged)
    return [
      {
        title: 'What this browser remembered cannot be read any more',
        text: 'Import the checkpoint that you exported, if you have one. Until then this visit compares with nothing.',
      },
    ];
  if (tree === null) return [];
  if (size < tree.size)
    return [
      {
        title: 'The chain is shorter than what this browser saw',
        text: `It had ${count(tree.size)} rows and now has ${count(size)}. Rows were cut off, or an older copy of the store was put back. Keep the remembered checkpoint: it is the proof.`,
      },
    ];
  if (origin !== tree.origin)
    return [
      {
        title: 'This is another chain than the one this browser saw',
        text: 'The store was replaced. Whatever verifies from here on says nothing about the rows of before.',
      },
    ];
  return [];
}

function keyAlarms({ keys }: ChainState, { pin }: Known): Alarm[] {
  const present = keys.find(({ through }) => through === null)?.key_id;
  if (pin === null || present === undefined || present === pin.id || pin.followed.includes(present))
    return [];
  return [
    {
      title: 'The agent signs with another key than the one this browser trusts',
      text: `Trusted: ${pin.id}. Now: ${present}. A rotation states itself in the chain, signed by the old key: verify in this browser, and either the chain leads from your key to the new one, or it is a finding. Do not trust the new key because this page shows it.`,
    },
  ];
}

function signerAlarms({ origin, size, signer_remembers: signed }: ChainState): Alarm[] {
  if (signed === null || (signed.size <= size && signed.origin === origin)) return [];
  return [
    {
      title: 'The store is behind what the agent signed',
      text: `The signer remembers ${count(signed.size)} rows outside of the store. It signs nothing more in this chain until an operator accepts that.`,
    },
  ];
}
