// What was read already, and when it is asked for again.
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

/** One for each session: nothing that one person was shown can turn up for the next. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // What the agent refused once it refuses again.
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });
}
