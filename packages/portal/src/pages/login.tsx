// Login: a token in, a session out. The page asked for stays in the address bar and opens afterwards.
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { useSession } from '../api/session.tsx';

export function LoginPage() {
  const { login, logIn } = useSession();
  const isExpired = login.phase === 'out' && login.expired;
  const [problem, setProblem] = useState(isExpired ? 'Your session ended. Log in again.' : '');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = 'Log in · Governance Agent';
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

function refusalOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 401)
    return 'This token is not known, has expired or was revoked.';
  if (error instanceof ApiError && error.status === 403)
    return 'This token may not read. It needs the scope read or read:own.';
  return error instanceof Error ? error.message : 'The agent did not answer.';
}
