// The columns of the feed.
import type { Decision } from '../../api/types.ts';
import { VerdictBadge } from '../../components/badge.tsx';
import type { Columns } from '../../components/data-table.tsx';
import { MaskedText } from '../../components/masked-text.tsx';
import { Time } from '../../components/time.tsx';
import { actorOf, shortened, summaryOf } from '../../format/content.ts';
import { dollars } from '../../format/numbers.ts';

const LONGEST = 160;

export function feedColumns(open: ReadonlySet<string>, toggle: (id: string) => void): Columns<Decision> {
  return [
    {
      id: 'open',
      header: () => <span className="hidden">Details</span>,
      cell: ({ row }) => <OpenButton row={row.original} isOpen={open.has(row.original.id)} toggle={toggle} />,
    },
    { id: 'time', header: 'Time', cell: ({ row }) => <Time at={row.original.occurred_at} form="short" /> },
    {
      id: 'verdict',
      header: 'Decision',
      cell: ({ row }) => <VerdictBadge verdict={row.original.decision} />,
    },
    { id: 'event', header: 'Event', cell: ({ row }) => row.original.event },
    { id: 'user', header: 'User', cell: ({ row }) => <Actor row={row.original} /> },
    { id: 'tool', header: 'Tool or model', cell: ({ row }) => row.original.tool_name ?? row.original.model },
    { id: 'said', header: 'Content', cell: ({ row }) => <Said row={row.original} /> },
    {
      id: 'cost',
      header: 'Cost',
      cell: ({ row }) => (row.original.cost_usd === null ? '' : dollars(row.original.cost_usd)),
    },
  ];
}

interface OpenProps {
  readonly row: Decision;
  readonly isOpen: boolean;
  readonly toggle: (id: string) => void;
}

function OpenButton({ row, isOpen, toggle }: OpenProps) {
  return (
    <button
      type="button"
      className="open"
      aria-expanded={isOpen}
      aria-controls={isOpen ? `detail-${row.id}` : undefined}
      aria-label={`Details of row ${row.seq}, ${row.event}`}
      onClick={() => toggle(row.id)}
    >
      <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
    </button>
  );
}

function Actor({ row }: { readonly row: Decision }) {
  const actor = actorOf(row);
  return actor === null ? (
    <span className="quiet">none claimed</span>
  ) : (
    <span title={actor}>{shortened(actor)}</span>
  );
}

function Said({ row }: { readonly row: Decision }) {
  if (row.content_state === 'withheld_at_source') return <span className="quiet">withheld at source</span>;
  if (row.content_state === 'withheld') return <span className="quiet">withheld by the agent</span>;
  if (row.content_state === 'erased') return <span className="quiet">erased</span>;
  const summary = summaryOf(row)?.replaceAll(/\s+/g, ' ').slice(0, LONGEST);
  if (summary === undefined) return null;
  return (
    <span className="two-lines">
      <MaskedText text={summary} redactions={row.redactions} />
    </span>
  );
}
