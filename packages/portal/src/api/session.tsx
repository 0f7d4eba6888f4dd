// Who is logged in: the client made of a token, given to every page.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { createApiClient, type ApiClient } from './client.ts';

interface Session {
  /** undefined: nobody is logged in */
  readonly client: ApiClient | undefined;
  /** The token was taken once and is not taken any more. */
  readonly expired: boolean;
  readonly logIn: (token: string) => void;
  readonly logOut: () => void;
}

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [token, setToken] = useState<string>();
  const [expired, setExpired] = useState(false);
  const leave = useCallback(
    (because: 'asked' | 'expired') => {
      setToken(undefined);
      setExpired(because === 'expired');
      // What one person saw is not left behind for the next.
      queries.clear();
    },
    [queries],
  );
  const session = useMemo<Session>(
    () => ({
      client:
        token === undefined
          ? undefined
          : createApiClient({
              origin: location.origin,
              token,
              fetch: globalThis.fetch.bind(globalThis),
              onUnauthorized: () => leave('expired'),
            }),
      expired,
      logIn: setToken,
      logOut: () => leave('asked'),
    }),
    [token, expired, leave],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new TypeError('useSession outside SessionProvider');
  return session;
}

/** Inside the pages somebody is logged in. */
export function useApi(): ApiClient {
  const { client } = useSession();
  if (client === undefined) throw new TypeError('useApi before login');
  return client;
}
