// Who is logged in: asked of the agent, because the cookie is out of reach of this page. Every page gets its client here.
import { QueryClientProvider } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import {
  ASKING,
  csrfOf,
  ended,
  entered,
  LOGGED_OUT,
  refused,
  unanswered,
  type Login,
} from '../state/login.ts';
import { ApiError } from './api-error.ts';
import { bodyOf, createApiClient, type ApiClient } from './client.ts';
import { useOtherTabs } from './other-tabs.ts';
import { createQueries } from './queries.ts';
import type { Identity } from './types.ts';

interface Session {
  readonly login: Login;
  readonly client: ApiClient;
  /** Asks the agent who is logged in. */
  readonly ask: () => void;
  /** Trades a token for the cookie and keeps nothing of it. Rejects with ApiError. */
  readonly logIn: (token: string) => Promise<void>;
  /** Rejects with ApiError where the session lives on. */
  readonly logOut: () => Promise<void>;
}

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [login, setLogin] = useState<Login>(ASKING);
  const csrf = csrfOf(login);
  const ask = useCallback(() => void asked().then(setLogin), []);
  const tellOthers = useOtherTabs(ask);
  useEffect(() => {
    void asked().then((next) => {
      setLogin(next);
      tellOthers();
    });
  }, [tellOthers]);
  // A new one of both for each session: nothing of one person is left for the next.
  const [client, queries] = useMemo(() => {
    const onUnauthorized = () => setLogin((before) => ended(before, csrf));
    return [connect(csrf, onUnauthorized), createQueries()] as const;
  }, [csrf]);
  const session = {
    login,
    client,
    ask,
    logIn: async (token: string) => {
      const identity = await bodyOf(client.POST('/api/v1/session', { body: { token } }));
      setLogin((before) => entered(before, identity));
      tellOthers();
    },
    logOut: async () => {
      const elsewhere = login.phase === 'in' ? login.identity.logout_url : null;
      await client.DELETE('/api/v1/session');
      setLogin(LOGGED_OUT);
      tellOthers();
      // The identity provider has a session of its own, and would let the next one in with it.
      if (elsewhere !== null) location.assign(elsewhere);
    },
  };
  return (
    <SessionContext value={session}>
      <QueryClientProvider key={csrf} client={queries}>
        {children}
      </QueryClientProvider>
    </SessionContext>
  );
}

function connect(csrf: string | null, onUnauthorized: () => void): ApiClient {
  return createApiClient({
    origin: location.origin,
    fetch: globalThis.fetch.bind(globalThis),
    csrf,
    onUnauthorized,
  });
}

/** What the agent says of the cookie, as a change of what this page knew. */
async function asked(): Promise<(before: Login) => Login> {
  try {
    const identity = await bodyOf(connect(null, () => undefined).GET('/api/v1/session'));
    return (before) => entered(before, identity);
  } catch (error) {
    const isRefused = error instanceof ApiError && (error.status === 401 || error.status === 403);
    return (before) => (isRefused ? refused(before) : unanswered(before, error));
  }
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new TypeError('useSession outside SessionProvider');
  return session;
}

/** Asks as whoever is logged in. */
export function useApi(): ApiClient {
  return useSession().client;
}

/** Whoever is logged in; within the pages somebody is. */
export function useIdentity(): Identity {
  const { login } = useSession();
  if (login.phase !== 'in') throw new TypeError('useIdentity before login');
  return login.identity;
}
