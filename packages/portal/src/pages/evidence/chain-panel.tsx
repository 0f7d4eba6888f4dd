// How the chain stands, as the agent says it.
import type { ChainKey, ChainState } from '../../api/types.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/numbers.ts';
import { EvidenceVerdictBadge } from './evidence-verdict-badge.tsx';

export function ChainPanel({ chain }: { readonly chain: ChainState }) {
  const { size, hash, origin, received_at: receivedAt, erased, keys } = chain;
  return (
    <Panel title="Chain" lead="As the agent says it. Nothing of this is proven before it is verified.">
      <Facts
        facts={[
          ['Tenant', chain.tenant],
          ['Name of the chain', origin],
          ['Rows', count(size)],
          ['Newest row received', receivedAt === null ? null : <Time key="t" at={receivedAt} />],
          ['Hash of the newest row', hash === null ? null : <code key="c">{hash}</code>],
          ['Rows with erased content', count(erased)],
          ['Last verified by the agent', <LastVerification key="v" last={chain.last_verification} />],
        ]}
      />
      <div className="actions">
        {hash !== null && <CopyButton label="Copy head" text={`${size} ${hash}`} />}
      </div>
      <DataTable
        name="Keys of the chain"
        columns={KEY_COLUMNS}
        rows={keys}
        rowId={({ key_id, from }) => `${key_id}-${from}`}
      />
    </Panel>
  );
}

function LastVerification({ last }: { readonly last: ChainState['last_verification'] }) {
  if (last === null) return <span className="quiet">not since it was started</span>;
  return (
    <>
      <EvidenceVerdictBadge verdict={last.verdict} /> <Time at={last.verified_at} />, {last.mode},{' '}
      {count(last.rows)} rows
    </>
  );
}

const TONES: Readonly<Record<ChainKey['state'], Tone>> = {
  present: 'good',
  retired: 'plain',
  compromised: 'bad',
};

const KEY_COLUMNS: Columns<ChainKey> = [
  { id: 'key', header: 'Key', cell: ({ row }) => <code>{row.original.key_id}</code> },
  {
    id: 'state',
    header: 'State',
    cell: ({ row: { original } }) => <Badge tone={TONES[original.state]}>{original.state}</Badge>,
  },
  {
    id: 'rows',
    header: 'Signs rows',
    cell: ({ row: { original } }) =>
      `${count(original.from)} to ${original.through === null ? 'the newest' : count(original.through)}`,
  },
  {
    id: 'since',
    header: 'Compromised since',
    cell: ({ row: { original } }) =>
      original.compromised_since === null ? '–' : <Time at={original.compromised_since} />,
  },
];
