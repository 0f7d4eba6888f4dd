// The answer of one query: loading, failed, or what is made of it.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, Loading } from './states.tsx';

interface Props<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

export function Result<T>({ query, rows = 8, children }: Props<T>) {
  // Data that was there before a failed refresh is worth more than an error in its place.
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}
