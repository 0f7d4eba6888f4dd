// Which path shows which page. The paths are those that the agent answers with the page (agent: portal-router.ts).
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Shell } from './components/shell.tsx';
import { Empty } from './components/states.tsx';
import { parseSearch, stringifySearch, type Search } from './state/search.ts';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <Empty title="There is no such page." />,
});

const search = { validateSearch: (given: Record<string, unknown>): Search => given as Search };

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/overview', search: {}, throw: true });
  },
});
const decisions = createRoute({
  ...search,
  getParentRoute: () => root,
  path: '/decisions',
  component: lazyRouteComponent(() => import('./pages/decisions.tsx'), 'DecisionsPage'),
});
const sessions = createRoute({
  getParentRoute: () => root,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./pages/sessions.tsx'), 'SessionsPage'),
});
const session = createRoute({
  getParentRoute: () => root,
  path: '/sessions/$id',
  component: lazyRouteComponent(() => import('./pages/session.tsx'), 'SessionPage'),
});
const overview = createRoute({
  ...search,
  getParentRoute: () => root,
  path: '/overview',
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewPage'),
});
const usage = createRoute({
  ...search,
  getParentRoute: () => root,
  path: '/usage',
  component: lazyRouteComponent(() => import('./pages/usage.tsx'), 'UsagePage'),
});
const evidence = createRoute({
  ...search,
  getParentRoute: () => root,
  path: '/evidence',
  component: lazyRouteComponent(() => import('./pages/evidence.tsx'), 'EvidencePage'),
});

const ingest = createRoute({
  getParentRoute: () => root,
  path: '/ingest',
  component: lazyRouteComponent(() => import('./pages/ingest.tsx'), 'IngestPage'),
});
const administration = createRoute({
  ...search,
  getParentRoute: () => root,
  path: '/administration',
  component: lazyRouteComponent(() => import('./pages/administration.tsx'), 'AdministrationPage'),
});

export function createPortalRouter() {
  return createRouter({
    routeTree: root.addChildren([
      index,
      overview,
      decisions,
      sessions,
      session,
      usage,
      evidence,
      ingest,
      administration,
    ]),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
