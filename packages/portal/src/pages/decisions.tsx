// Decisions: what the agents did, newest first, filtered by what stands in the URL.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { filtersFrom, type Filters } from '../state/filters.ts';
import { feedColumns } from './decisions/columns.tsx';
import { DecisionDetail } from './decisions/decision-detail.tsx';
import { ExportLinks } from './decisions/export-links.tsx';
import { FilterBar } from './decisions/filter-bar.tsx';
import { LiveButton, LiveNote } from './decisions/live-button.tsx';
import { useFeed } from './decisions/use-feed.ts';

export function DecisionsPage() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const filters = useMemo(() => filtersFrom(search), [search]);
  const navigate = useNavigate();
  const [live, setLive] = useState(true);
  return (
    <Page
      title="Decisions"
      lead="Every event of every agent, as it was sealed. Newest first."
      actions={
        <>
          <LiveButton live={live} onChange={setLive} />
          <ExportLinks filters={filters} />
        </>
      }
    >
      <FilterBar
        key={`bar ${JSON.stringify(filters)}`}
        filters={filters}
        onChange={(next: Filters) => void navigate({ to: '/decisions', search: next })}
      />
      <Feed key={`feed ${JSON.stringify(filters)}`} filters={filters} live={live} />
    </Page>
  );
}

function Feed({ filters, live }: { readonly filters: Filters; readonly live: boolean }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { query, rows, state, leaveOlder } = useFeed(filters, live, open.size > 0);
  const toggle = (id: string): void => setOpen((before) => toggled(before, id));
  return (
    <>
      <LiveNote state={state} />
      {query.isPending && <Loading rows={14} />}
      {query.isLoadingError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <NothingFound filtered={Object.keys(filters).length > 0} />}
      {rows.length > 0 && (
        <DataTable
          name="Decisions"
          className="feed"
          columns={feedColumns(open, toggle)}
          rows={rows}
          rowId={({ id }) => id}
          isOpen={({ id }) => open.has(id)}
          detail={(row) => <DecisionDetail row={row} />}
        />
      )}
      {query.isFetchNextPageError && <Failure error={query.error} />}
      <div className="more">
        {query.hasNextPage && (
          <button
            type="button"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? 'Loading…' : 'Show older'}
          </button>
        )}
        {leaveOlder && (
          <button type="button" onClick={leaveOlder}>
            Newest rows alone
          </button>
        )}
      </div>
    </>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function NothingFound({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <Empty title="Nothing matches these filters.">
      <p>Take one away, or widen the time.</p>
    </Empty>
  ) : (
    <Empty title="Nothing has arrived yet.">
      <p>
        Roll the settings out to a client: <code>pnpm agent setup claude-code</code> prints them.
      </p>
    </Empty>
  );
}
