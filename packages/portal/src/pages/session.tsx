// One session as a timeline: turn by turn, what was asked, what was done, what it cost.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { bodyOf } from '../api/client.ts';
import { FROM_THE_START } from '../api/pages.ts';
import { useApi } from '../api/session.tsx';
import type { SessionSummary } from '../api/types.ts';
import { Page } from '../components/page.tsx';
import { Failure, Loading } from '../components/states.tsx';
import { Tiles, type Tile } from '../components/tiles.tsx';
import { Time } from '../components/time.tsx';
import { compact, count, dollars } from '../format/numbers.ts';
import { joinTurns } from '../state/turns.ts';
import { TurnCard } from './sessions/turn-card.tsx';

const PAGE = 200;

export function SessionPage() {
  const { id = '' } = useParams({ strict: false });
  const api = useApi();
  const timeline = useInfiniteQuery({
    queryKey: ['session', id],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/v1/sessions/{session_id}', {
          params: { path: { session_id: id }, query: { limit: PAGE, ...pageParam } },
          signal,
        }),
      ),
    ...FROM_THE_START,
  });
  const [first] = timeline.data?.pages ?? [];
  return (
    <Page
      title="Session"
      lead={id}
      actions={
        <>
          <Link to="/sessions" search={{}} className="button">
            All sessions
          </Link>
          <Link to="/decisions" search={{ session_id: id }} className="button">
            Rows and export
          </Link>
        </>
      }
    >
      {timeline.isPending && <Loading />}
      {timeline.error !== null && <Failure error={timeline.error} />}
      {first !== undefined && (
        <>
          <p className="quiet">
            {first.session.plane}, {first.session.user ?? 'no user claimed'},{' '}
            <Time at={first.session.started_at} /> to <Time at={first.session.ended_at} />
          </p>
          <Tiles tiles={tilesOf(first.session)} />
          <ol className="turns" aria-label="Turns">
            {joinTurns(timeline.data?.pages ?? []).map((turn) => (
              <TurnCard key={turn.correlation_id ?? '-'} turn={turn} />
            ))}
          </ol>
          <p className="quiet">{first.boundary}</p>
        </>
      )}
      {timeline.hasNextPage && (
        <button
          type="button"
          className="more"
          disabled={timeline.isFetchingNextPage}
          onClick={() => void timeline.fetchNextPage()}
        >
          Show what came after
        </button>
      )}
    </Page>
  );
}

function tilesOf(session: SessionSummary): readonly Tile[] {
  return [
    { name: 'Turns', value: count(session.turns) },
    { name: 'Tool calls', value: count(session.tool_calls) },
    { name: 'Approved', value: count(session.approvals) },
    { name: 'Rejected', value: count(session.rejections) },
    { name: 'Errors', value: count(session.errors) },
    { name: 'Tokens', value: compact(session.tokens_used) },
    { name: 'Cost', value: dollars(session.cost_usd) },
  ];
}
