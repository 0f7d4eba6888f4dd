// Legal holds: what must not be erased, placed and released.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { listHolds, placeHold, releaseHold, type LegalHold } from '../../api/administration.ts';
import { useApi } from '../../api/session.tsx';
import { useActs } from '../../api/use-acts.ts';
import { ActNotice } from '../../components/act-notice.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { Result } from '../../components/result.tsx';
import { Empty } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { rangeOf } from '../../state/hold-order.ts';
import { HoldForm } from './hold-form.tsx';
import { ReleaseDialog } from './release-dialog.tsx';

export function HoldsPanel() {
  const api = useApi();
  const acts = useActs('holds');
  const [ending, setEnding] = useState<string>();
  const columns = useMemo(() => columnsWith(setEnding), []);
  const list = useQuery({ queryKey: ['holds'], queryFn: (query) => listHolds(api, query) });
  return (
    <>
      <p className="quiet">
        What a hold covers is erased by nobody, neither by hand nor by retention, until it is released.{' '}
        <Link to="/decisions" search={{ plane: 'agent', event: 'legal_hold_released' }}>
          Released holds
        </Link>{' '}
        stand in the chain.
      </p>
      <HoldForm
        onOrder={async (order) => {
          const placed = await acts.attempt('The hold is placed.', () => placeHold(api, order));
          return placed !== undefined;
        }}
      />
      <ActNotice acts={acts} />
      <Result query={list} rows={3}>
        {({ holds }) =>
          holds.length === 0 ? (
            <Empty title="No hold is open." />
          ) : (
            <DataTable name="Open holds" columns={columns} rows={holds} rowId={({ hold }) => hold} />
          )
        }
      </Result>
      {ending !== undefined && (
        <ReleaseDialog
          hold={ending}
          onRelease={(reason) =>
            acts.perform(`${ending} is released.`, () => releaseHold(api, ending, reason))
          }
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}

const columnsWith = (onRelease: (hold: string) => void): Columns<LegalHold> => [
  { id: 'hold', header: 'Hold', cell: ({ row }) => <code>{row.original.hold}</code> },
  { id: 'covers', header: 'Covers', cell: ({ row }) => <Covered hold={row.original} /> },
  { id: 'placed', header: 'Placed', cell: ({ row }) => <Time at={row.original.placed_at} form="short" /> },
  { id: 'row', header: 'Row', cell: ({ row }) => <span className="number">{row.original.seq}</span> },
  {
    id: 'act',
    header: () => <span className="hidden">Act</span>,
    cell: ({ row: { original } }) => (
      <button
        type="button"
        className="danger"
        aria-label={`Release ${original.hold}`}
        onClick={() => onRelease(original.hold)}
      >
        Release
      </button>
    ),
  },
];

function Covered({ hold }: { readonly hold: LegalHold }) {
  const range = rangeOf(hold);
  if (range !== undefined)
    return (
      <>
        <Time at={range[0]} form="short" /> to <Time at={range[1]} form="short" />
      </>
    );
  return hold.scope === 'tenant' ? 'the whole tenant' : `${hold.scope} ${hold.value}`;
}
