// Login: a token in, a session out. The page asked for stays in the address bar and opens afterwards.
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { bodyOf, createApiClient } from '../api/client.ts';
import { useSession } from '../api/session.tsx';

export function LoginPage() {
  const { expired, logIn } = useSession();
  const [problem, setProblem] = useState(expired ? 'Your session ended. Log in again.' : '');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = 'Log in · Governance Agent';
  }, []);
  const submit = async (token: string): Promise<void> => {
    setBusy(true);
    const refused = await refusalOf(token);
    setBusy(false);
    if (refused === undefined) logIn(token);
    else setProblem(refused);
  };
  return (
    <main className="login">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const token = new FormData(event.currentTarget).get('token');
          void submit(typeof token === 'string' ? token.trim() : '');
        }}
      >
        <img src="/favicon.svg" alt="" width="44" height="44" />
        <h1>Governance Agent</h1>
        <p>The provable audit trail of your AI coding agents.</p>
        <label htmlFor="token">Access token</label>
        <input
          id="token"
          name="token"
          type="password"
          required
          autoComplete="off"
          spellCheck={false}
          placeholder="gat_…"
          aria-describedby="token-hint"
        />
        <p id="token-hint" className="hint">
          The first <code>start</code> printed one. Another:{' '}
          <code>pnpm agent token create --tenant demo --scopes read</code>
        </p>
        <button type="submit" className="primary" disabled={busy}>
          {busy ? 'Checking…' : 'Log in'}
        </button>
        <p role="alert" className="login-problem">
          {problem}
        </p>
      </form>
    </main>
  );
}

/** What is wrong with a token; undefined where it is good for reading. */
async function refusalOf(token: string): Promise<string | undefined> {
  const client = createApiClient({
    origin: location.origin,
    token,
    fetch: globalThis.fetch.bind(globalThis),
    onUnauthorized: () => undefined,
  });
  try {
    await bodyOf(client.GET('/api/v1/decisions', { params: { query: { limit: 1 } } }));
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401)
      return 'This token is not known, has expired or was revoked.';
    if (error instanceof ApiError && error.status === 403)
      return 'This token may not read. It needs the scope read.';
    return error instanceof Error ? error.message : 'The agent did not answer.';
  }
}
