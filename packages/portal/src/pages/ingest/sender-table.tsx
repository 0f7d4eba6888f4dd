// Who sends: programs by their User-Agent, never people.
import type { CountsByName, SenderHealth } from '../../api/ingest.ts';
import { Ago } from '../../components/ago.tsx';
import { Badge } from '../../components/badge.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { shortened } from '../../format/content.ts';
import { compact, duration } from '../../format/numbers.ts';

export function SenderTable({ senders }: { readonly senders: readonly SenderHealth[] }) {
  return (
    <section className="part" aria-labelledby="senders">
      <h2 id="senders">Senders</h2>
      <DataTable name="Senders" columns={COLUMNS} rows={senders} rowId={({ user_agent }) => user_agent} />
    </section>
  );
}

/** Beyond this a clock makes sessions hard to read. */
const MUCH_SKEW_MS = 60_000;

const COLUMNS: Columns<SenderHealth> = [
  {
    id: 'sender',
    header: 'Sender',
    cell: ({ row: { original } }) => (
      <span title={original.user_agent}>{shortened(original.user_agent)}</span>
    ),
  },
  {
    id: 'versions',
    header: 'Client and version',
    cell: ({ row }) => <Names counts={row.original.clients} />,
  },
  { id: 'seen', header: 'Last seen', cell: ({ row }) => <Ago at={row.original.last_seen} /> },
  {
    id: 'accepted-at',
    header: 'Last accepted',
    cell: ({ row }) => <Ago at={row.original.last_accepted_at} />,
  },
  {
    id: 'accepted',
    header: 'Accepted',
    cell: ({ row: { original } }) => (
      <span className="number">{compact(original.requests - original.rejected_requests)}</span>
    ),
  },
  {
    id: 'stored',
    header: 'Stored',
    cell: ({ row }) => <span className="number">{compact(row.original.records)}</span>,
  },
  { id: 'refused', header: 'Refused', cell: ({ row }) => <RefusedCount sender={row.original} /> },
  { id: 'skew', header: 'Clock', cell: ({ row }) => <Skew milliseconds={row.original.clock_skew_ms} /> },
  { id: 'datasets', header: 'Datasets', cell: ({ row }) => <Names counts={row.original.datasets} /> },
];

function Names({ counts }: { readonly counts: CountsByName }) {
  const names = Object.keys(counts);
  if (names.length === 0) return <span className="quiet">none named</span>;
  return <span title={names.join(', ')}>{names.map(shortened).slice(0, 3).join(', ')}</span>;
}

function RefusedCount({ sender }: { readonly sender: SenderHealth }) {
  const { rejected_requests: requests, rejected_records: records } = sender;
  if (requests + records === 0) return <span className="number">0</span>;
  return (
    <span className="actions">
      {requests > 0 && <Badge tone="bad">{`${compact(requests)} requests`}</Badge>}
      {records > 0 && <Badge tone="warn">{`${compact(records)} records`}</Badge>}
    </span>
  );
}

function Skew({ milliseconds }: { readonly milliseconds: number | null }) {
  if (milliseconds === null) return <span className="quiet">unknown</span>;
  if (Math.abs(milliseconds) < MUCH_SKEW_MS) return <span>right</span>;
  const direction = milliseconds > 0 ? 'behind' : 'ahead';
  return <Badge tone="warn">{`${duration(Math.abs(milliseconds))} ${direction}`}</Badge>;
}
