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
    redirect({ to: '/decisions', search: {}, throw: true });
  },
});
const decisions = createRoute({
  ...search,
  getParentRoute: () => root,
  path: '/decisions',
  component: lazyRouteComponent(() => import('./pages/decisions.tsx'), 'DecisionsPage'),
});

export function createPortalRouter() {
  return createRouter({
    routeTree: root.addChildren([index, decisions]),
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
