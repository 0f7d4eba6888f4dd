// Why requests were refused, and what to do about each reason.
import type { IngestHealth } from '../../api/ingest.ts';
import { Ago } from '../../components/ago.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { shortened } from '../../format/content.ts';
import { count } from '../../format/numbers.ts';
import { refusalsIn, type Refusal } from '../../state/refusals.ts';

export function RefusalTable({ health }: { readonly health: IngestHealth }) {
  const refusals = refusalsIn(health);
  return (
    <section className="part" aria-labelledby="refused">
      <h2 id="refused">Refused, and what to do</h2>
      {refusals.length === 0 ? (
        <p>Nothing of this tenant was refused.</p>
      ) : (
        <DataTable
          name="Refused requests by reason"
          columns={COLUMNS}
          rows={refusals}
          rowId={({ reason }) => reason}
        />
      )}
      <p className="quiet">
        A request whose credential names no tenant cannot be shown to one: <code>pnpm agent doctor</code> on
        the agent&rsquo;s machine shows those as well.
      </p>
    </section>
  );
}

const COLUMNS: Columns<Refusal> = [
  { id: 'reason', header: 'Reason', cell: ({ row }) => row.original.reason.replaceAll('_', ' ') },
  { id: 'todo', header: 'What to do', cell: ({ row }) => row.original.whatToDo },
  {
    id: 'count',
    header: 'Requests',
    cell: ({ row }) => <span className="number">{count(row.original.total)}</span>,
  },
  { id: 'last', header: 'Last', cell: ({ row }) => <Ago at={row.original.lastSeen} /> },
  { id: 'who', header: 'Senders', cell: ({ row }) => row.original.senders.map(shortened).join(', ') },
];
