// The feed behind the filters: pages as they were asked for, and in front of them what comes in meanwhile.
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { bodyOf } from '../../api/client.ts';
import { feedQuery } from '../../api/feed-query.ts';
import { followDecisions, type Connection } from '../../api/follow.ts';
import { FROM_THE_START } from '../../api/pages.ts';
import { useApi } from '../../api/session.tsx';
import type { Decision } from '../../api/types.ts';
import type { Filters } from '../../state/filters.ts';
import { inFront, newerThan } from '../../state/in-front.ts';
import { useVisible } from '../../state/visible.ts';

const PAGE = 50;
/** So many rows of the stream are kept in front; then the newest page is read anew and they go on behind it. */
const MOST_FRESH = 500;

export type LiveState = Connection | 'paused' | 'off';

/** @param live somebody wants to see new rows @param reading somebody is at a row that must not move away */
export function useFeed(filters: Filters, live: boolean, reading: boolean) {
  const query = usePages(filters);
  const [fresh, setFresh] = useState<readonly Decision[]>([]);
  const [connection, setConnection] = useState<Connection>('connecting');
  const hasOlder = (query.data?.pages.length ?? 0) > 1;
  const isVisible = useVisible();
  const isFollowing = live && !reading && !hasOlder && isVisible && query.isSuccess;
  const { refetch } = query;
  const catchUp = useCallback(async () => {
    const { data } = await refetch();
    setFresh((before) => newerThan(before, data?.pages[0]?.decisions[0]));
  }, [refetch]);
  useEffect(() => {
    if (!isFollowing) return;
    let received = 0;
    return followDecisions({
      filters,
      onRows: (rows) => {
        setFresh((before) => [...before, ...rows]);
        received += rows.length;
        if (received >= MOST_FRESH) void catchUp();
        received %= MOST_FRESH;
      },
      onChange: (next) => {
        setConnection(next);
        // The stream begins with the next row: what was stored before it stands in the page that is read now.
        if (next === 'open' || next === 'lost') void catchUp();
      },
    });
  }, [filters, isFollowing, catchUp]);
  const queries = useQueryClient();
  const leaveOlder = (): void => void queries.setQueryData<InfiniteData<unknown>>(keyOf(filters), newestPage);
  const listed = query.data?.pages.flatMap(({ decisions }) => decisions) ?? [];
  const isWaiting = live && query.isPending;
  return {
    query,
    rows: inFront(fresh, listed),
    state: isWaiting ? 'connecting' : liveState(live, isFollowing, connection),
    leaveOlder: hasOlder ? leaveOlder : undefined,
  };
}

function liveState(live: boolean, isFollowing: boolean, connection: Connection): LiveState {
  if (!live) return 'off';
  return isFollowing ? connection : 'paused';
}

const keyOf = (filters: Filters) => ['decisions', filters] as const;

function newestPage<T>(data: InfiniteData<T> | undefined): InfiniteData<T> | undefined {
  return data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) };
}

function usePages(filters: Filters) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: keyOf(filters),
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/v1/decisions', {
          params: { query: { ...feedQuery(filters), limit: PAGE, ...pageParam } },
          signal,
        }),
      ),
    ...FROM_THE_START,
    // It is read anew where the stream begins.
    refetchOnWindowFocus: false,
  });
}
