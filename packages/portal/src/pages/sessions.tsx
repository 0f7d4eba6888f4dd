// Sessions: one line per conversation, the most recently active first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bodyOf } from '../api/client.ts';
import { FROM_THE_START } from '../api/pages.ts';
import { useApi } from '../api/session.tsx';
import type { SessionSummary } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { DataTable, type Columns } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { shortened } from '../format/content.ts';
import { compact, dollars, duration } from '../format/numbers.ts';

const PAGE = 50;

export function SessionsPage() {
  const api = useApi();
  const list = useInfiniteQuery({
    queryKey: ['sessions'],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/v1/sessions', { params: { query: { limit: PAGE, ...pageParam } }, signal })),
    ...FROM_THE_START,
  });
  const rows = list.data?.pages.flatMap(({ sessions }) => sessions) ?? [];
  return (
    <Page title="Sessions" lead="Conversations with an agent. The most recently active first.">
      {list.isPending && <Loading rows={12} />}
      {list.error !== null && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <Empty title="No session has arrived yet." />}
      {rows.length > 0 && (
        <DataTable
          name="Sessions"
          className="list"
          columns={COLUMNS}
          rows={rows}
          rowId={({ session_id }) => session_id}
        />
      )}
      {list.hasNextPage && (
        <button
          type="button"
          className="more"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show older
        </button>
      )}
    </Page>
  );
}

const COLUMNS: Columns<SessionSummary> = [
  {
    id: 'session',
    header: 'Session',
    cell: ({ row: { original } }) => (
      <Link to="/sessions/$id" params={{ id: original.session_id }} search={{}}>
        {shortened(original.session_id)}
      </Link>
    ),
  },
  { id: 'started', header: 'Started', cell: ({ row }) => <Time at={row.original.started_at} form="short" /> },
  { id: 'lasted', header: 'Lasted', cell: ({ row }) => lasted(row.original) },
  { id: 'plane', header: 'Plane', cell: ({ row }) => row.original.plane },
  {
    id: 'user',
    header: 'User',
    cell: ({ row: { original } }) => (
      <span title={original.user ?? ''}>{shortened(original.user ?? 'none claimed')}</span>
    ),
  },
  { id: 'turns', header: 'Turns', cell: ({ row }) => compact(row.original.turns) },
  { id: 'tools', header: 'Tool calls', cell: ({ row }) => compact(row.original.tool_calls) },
  { id: 'trouble', header: 'Stopped', cell: ({ row }) => <Trouble session={row.original} /> },
  { id: 'tokens', header: 'Tokens', cell: ({ row }) => compact(row.original.tokens_used) },
  { id: 'cost', header: 'Cost', cell: ({ row }) => dollars(row.original.cost_usd) },
];

function lasted({ started_at, ended_at }: SessionSummary): string {
  return duration(Date.parse(ended_at) - Date.parse(started_at));
}

function Trouble({ session }: { readonly session: SessionSummary }) {
  return (
    <span className="actions">
      {session.rejections > 0 && <Badge tone="bad">{`${session.rejections} rejected`}</Badge>}
      {session.errors > 0 && <Badge tone="warn">{`${session.errors} errors`}</Badge>}
    </span>
  );
}
