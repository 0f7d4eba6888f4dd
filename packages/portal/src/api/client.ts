// Talks to the reporting API: every path, parameter and answer typed by its OpenAPI document. The cookie says who asks.
import createClient, { type Client } from 'openapi-fetch';
import { refusalOf, unreachable } from './api-error.ts';
import type { paths } from './generated/openapi.ts';
import { queryText } from './query-text.ts';

/** Rejects with ApiError for whatever is no success; `bodyOf` takes the answer out. */
export type ApiClient = Client<paths, 'application/json'>;

export interface ClientDeps {
  /** Where the agent is: the origin of the page. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  /** Of the session; null before there is one. */
  readonly csrf: string | null;
  /** The session is over. */
  readonly onUnauthorized: () => void;
}

export function createApiClient({ origin, fetch, csrf, onUnauthorized }: ClientDeps): ApiClient {
  const client = createClient<paths, 'application/json'>({
    baseUrl: origin,
    fetch: (request) => fetch(request),
    credentials: 'same-origin',
    querySerializer: queryText,
  });
  client.use({
    onRequest: ({ request }) => {
      if (csrf !== null && !SAFE.has(request.method)) request.headers.set('X-CSRF-Token', csrf);
    },
    onResponse: async ({ response }) => {
      if (response.status === 401) onUnauthorized();
      if (!response.ok) throw await refusalOf(response);
    },
    onError: ({ error }) => unreachable(error),
  });
  return client;
}

/** RFC 9110 section 9.2.1 */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The body of an answer: `bodyOf(api.GET('/api/v1/sessions'))`. Rejects with ApiError. */
export async function bodyOf<T extends object>(call: Promise<{ readonly data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new TypeError('This answer has no body');
  return data;
}
