// What contradicts what was seen before, and the proof that the rest has only grown.
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.tsx';
import type { ChainState } from '../../api/types.ts';
import { Alarm } from '../../components/alarm.tsx';
import { Failure } from '../../components/states.tsx';
import { alarmsOf } from '../../evidence/alarms.ts';
import { growthOf, type GrowthVerdict } from '../../evidence/growth.ts';
import type { Pin, ReadMemory, RememberedTree } from '../../evidence/memory.ts';
import { count } from '../../format/numbers.ts';

interface Props {
  readonly chain: ChainState;
  readonly memory: ReadMemory;
}

export function Alarms({ chain, memory }: Props) {
  const { tree } = memory;
  const isComparable = tree !== null && tree.origin === chain.origin && tree.size <= chain.size;
  return (
    <>
      {alarmsOf(chain, memory).map(({ title, text }) => (
        <Alarm key={title} title={title}>
          <p>{text}</p>
        </Alarm>
      ))}
      {isComparable && <Growth chain={chain} tree={tree} pin={memory.pin} />}
    </>
  );
}

interface GrowthProps {
  readonly chain: ChainState;
  readonly tree: RememberedTree;
  readonly pin: Pin | null;
}

function Growth({ chain, tree, pin }: GrowthProps) {
  const api = useApi();
  const growth = useQuery({
    queryKey: ['audit', 'growth', chain.size, chain.hash, chain.checkpoint?.note, tree.note, pin],
    queryFn: ({ signal }) => growthOf(api, chain, { tree, pin }, signal),
    staleTime: Infinity,
  });
  if (growth.error !== null) return <Failure error={growth.error} retry={() => void growth.refetch()} />;
  if (growth.data === undefined) return <p role="status">Comparing with what this browser remembers…</p>;
  return <Said growth={growth.data} tree={tree} />;
}

function Said({ growth, tree }: { readonly growth: GrowthVerdict; readonly tree: RememberedTree }) {
  switch (growth.kind) {
    case 'same':
      return <p className="holds">The newest checkpoint is the one that this browser remembers.</p>;
    case 'grown':
      return (
        <p className="holds">
          The chain has grown from the {count(tree.size)} rows that this browser remembers to{' '}
          {count(growth.size)}, and nothing before them was changed: the proof was checked here.
        </p>
      );
    case 'rewritten':
      return (
        <Alarm title="The chain is not the one that this browser saw">
          <p>
            It does not begin with the {count(tree.size)} rows of the remembered checkpoint: they were
            rewritten. Keep that checkpoint, it is the proof, and ask the operator for an explanation.
          </p>
        </Alarm>
      );
    case 'unsigned':
      return (
        <Alarm title="Nobody who is trusted here signed the newest checkpoint">
          <p>
            Its {count(growth.size)} rows begin with those that this browser remembers. Who vouches for the
            rest is open until it verifies in this browser.
          </p>
        </Alarm>
      );
    case 'unproven':
      return (
        <Alarm title="The agent cannot prove that the chain has only grown">
          <p>{growth.why}</p>
        </Alarm>
      );
  }
}
