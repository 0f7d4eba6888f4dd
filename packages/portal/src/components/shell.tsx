// Around every page: where to go, who is looked at, light or dark, the way out.
import { Link, Outlet } from '@tanstack/react-router';
import { useSession } from '../api/session.tsx';
import { LoginPage } from '../pages/login.tsx';
import { ThemeButton } from './theme-button.tsx';

const PLACES = [
  ['/overview', 'Overview'],
  ['/decisions', 'Decisions'],
  ['/sessions', 'Sessions'],
  ['/usage', 'Usage'],
  ['/evidence', 'Evidence'],
] as const;

export function Shell() {
  const { client, logOut } = useSession();
  if (client === undefined) return <LoginPage />;
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
          {PLACES.map(([to, name]) => (
            <Link key={to} to={to} search={{}} activeOptions={{ includeSearch: false }}>
              {name}
            </Link>
          ))}
        </nav>
        <div className="sidebar-end">
          <ThemeButton />
          <button type="button" onClick={logOut}>
            Log out
          </button>
        </div>
      </div>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
