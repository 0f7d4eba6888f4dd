// Decisions: what the agents did, newest first, filtered by what stands in the URL.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { bodyOf } from '../api/client.ts';
import { feedQuery } from '../api/feed-query.ts';
import { FROM_THE_START } from '../api/pages.ts';
import { useApi } from '../api/session.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { filtersFrom, type Filters } from '../state/filters.ts';
import { feedColumns } from './decisions/columns.tsx';
import { DecisionDetail } from './decisions/decision-detail.tsx';
import { ExportButtons } from './decisions/export-buttons.tsx';
import { FilterBar } from './decisions/filter-bar.tsx';

const PAGE = 50;
const POLL_MS = 3000;

export function DecisionsPage() {
  const filters = filtersFrom(useSearch({ strict: false }));
  const navigate = useNavigate();
  const [live, setLive] = useState(true);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const feed = useFeed(filters, live && open.size === 0);
  const rows = feed.data?.pages.flatMap(({ decisions }) => decisions) ?? [];
  const toggle = (id: string): void => setOpen((before) => toggled(before, id));
  const apply = (next: Filters): void => void navigate({ to: '/decisions', search: next });
  return (
    <Page
      title="Decisions"
      lead="Every event of every agent, as it was sealed. Newest first."
      actions={
        <>
          <button type="button" aria-pressed={live} className="live" onClick={() => setLive(!live)}>
            {liveText(live, open.size > 0, (feed.data?.pages.length ?? 0) > 1)}
          </button>
          <ExportButtons filters={filters} />
        </>
      }
    >
      <FilterBar key={JSON.stringify(filters)} filters={filters} onChange={apply} />
      {feed.isPending && <Loading rows={14} />}
      {feed.error !== null && <Failure error={feed.error} retry={() => void feed.refetch()} />}
      {feed.isSuccess && rows.length === 0 && <NothingFound filtered={Object.keys(filters).length > 0} />}
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
      {feed.hasNextPage && (
        <button
          type="button"
          className="more"
          disabled={feed.isFetchingNextPage}
          onClick={() => void feed.fetchNextPage()}
        >
          {feed.isFetchingNextPage ? 'Loading…' : 'Show older'}
        </button>
      )}
    </Page>
  );
}

/** Follows the head while only the newest page is looked at: what is being read does not move away. */
function useFeed(filters: Filters, live: boolean) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['decisions', filters],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/v1/decisions', {
          params: { query: { ...feedQuery(filters), limit: PAGE, ...pageParam } },
          signal,
        }),
      ),
    ...FROM_THE_START,
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) < 2 ? POLL_MS : false),
  });
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function liveText(live: boolean, reading: boolean, older: boolean): string {
  if (!live) return 'Live: off';
  return reading || older ? 'Live: paused while you read' : 'Live: on';
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
