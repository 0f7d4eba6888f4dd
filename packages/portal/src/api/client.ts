// Talks to the reporting API: every path, parameter and answer typed by its OpenAPI document.
import createClient, { type Client } from 'openapi-fetch';
import { refusalOf, unreachable } from './api-error.ts';
import type { paths } from './generated/openapi.ts';
import { queryText } from './query-text.ts';

/** Rejects with ApiError for whatever is no success; `bodyOf` takes the answer out. */
export type ApiClient = Client<paths, 'application/json'>;

export interface ClientDeps {
  /** Where the agent is: the origin of the page. */
  readonly origin: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  /** The token is no longer taken. */
  readonly onUnauthorized: () => void;
}

export function createApiClient({ origin, token, fetch, onUnauthorized }: ClientDeps): ApiClient {
  const client = createClient<paths, 'application/json'>({
    baseUrl: origin,
    fetch: (request) => fetch(request),
    credentials: 'same-origin',
    headers: { authorization: `Bearer ${token}` },
    querySerializer: queryText,
  });
  client.use({
    onResponse: async ({ response }) => {
      if (response.status === 401) onUnauthorized();
      if (!response.ok) throw await refusalOf(response);
    },
    onError: ({ error }) => unreachable(error),
  });
  return client;
}

/** The body of an answer: `bodyOf(api.GET('/api/v1/sessions'))`. Rejects with ApiError. */
export async function bodyOf<T extends object>(call: Promise<{ readonly data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new TypeError('This answer has no body');
  return data;
}
