// Around every page: where to go, who is logged in, light or dark, the way out. Nobody logged in: the login.
import { Link, Outlet } from '@tanstack/react-router';
import { useIdentity, useSession } from '../api/session.tsx';
import { LoginPage } from '../pages/login.tsx';
import { WHOLE_TENANT, type Role } from '../state/access.ts';
import { Failure, Loading } from './states.tsx';
import { ThemeButton } from './theme-button.tsx';
import { WhoIsIn } from './who-is-in.tsx';

/** The last one: to whom it is shown; everybody where it is missing. */
type Place = readonly [path: string, name: string, roles?: readonly Role[]];

const PLACES: readonly Place[] = [
  ['/overview', 'Overview'],
  ['/decisions', 'Decisions'],
  ['/sessions', 'Sessions'],
  ['/usage', 'Usage'],
  ['/evidence', 'Evidence', WHOLE_TENANT],
  ['/ingest', 'Ingest', WHOLE_TENANT],
  ['/administration', 'Administration', ['admin']],
];

export function Shell() {
  const { login, ask } = useSession();
  if (login.phase === 'out') return <LoginPage />;
  if (login.phase === 'in') return <Frame />;
  return (
    <main id="main">
      {login.phase === 'asking' ? <Loading rows={14} /> : <Failure error={login.error} retry={ask} />}
    </main>
  );
}

function Frame() {
  const { role } = useIdentity();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="sidebar">
        <p className="brand">
          <img src="/favicon.svg" alt="" width="26" height="26" />
          <span>Governance Agent</span>
        </p>
        <nav aria-label="Main">
          {PLACES.filter(([, , roles]) => roles?.includes(role) ?? true).map(([to, name]) => (
            <Link key={to} to={to} search={{}} activeOptions={{ includeSearch: false }}>
              {name}
            </Link>
          ))}
        </nav>
        <div className="sidebar-end">
          <WhoIsIn />
          <ThemeButton />
        </div>
      </div>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
