// Login: at an identity provider where there is one, or a token in, a session out. The page asked for opens afterwards.
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { bodyOf } from '../api/client.ts';
import { useSession } from '../api/session.tsx';
import type { LoginMethod } from '../api/types.ts';
import { problemBehind, startOf } from '../state/provider-login.ts';

export function LoginPage() {
  const { login, logIn } = useSession();
  const isExpired = login.phase === 'out' && login.expired;
  const [problem, setProblem] = useState(
    () => problemBehind(location.hash) ?? (isExpired ? 'Your session ended. Log in again.' : ''),
  );
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = 'Log in · Governance Agent';
    // Told once: whoever logs out later must not read it again.
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  }, []);
  const submit = async (token: string): Promise<void> => {
    setBusy(true);
    try {
      await logIn(token);
    } catch (error) {
      setProblem(refusalOf(error));
      setBusy(false);
    }
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
        <ProviderButtons />
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

function ProviderButtons() {
  const { client } = useSession();
  const [methods, setMethods] = useState<readonly LoginMethod[]>([]);
  useEffect(() => {
    // An agent that does not answer says so when the token is sent.
    bodyOf(client.GET('/api/v1/session/methods')).then(
      (answer) => setMethods(answer.methods),
      () => undefined,
    );
  }, [client]);
  return methods.map(({ name, url }) =>
    url === null ? null : (
      <button
        key={url}
        type="button"
        className="primary"
        onClick={() => location.assign(startOf(url, location))}
      >
        Log in with {name}
      </button>
    ),
  );
}

function refusalOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 401)
    return 'This token is not known, has expired or was revoked.';
  if (error instanceof ApiError && error.status === 403)
    return 'This token may not read. It needs the scope read or read:own.';
  return error instanceof Error ? error.message : 'The agent did not answer.';
}
