// Where the page begins.
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/feed.css';
import './styles/reports.css';
import './styles/evidence.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { SessionProvider } from './api/session.tsx';
import { createPortalRouter } from './router.tsx';
import { applyTheme, chosenTheme } from './state/theme.ts';

applyTheme(document.documentElement, chosenTheme(localStorage));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What the agent refused once it refuses again.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});
const root = document.getElementById('root');
if (root === null) throw new TypeError('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <RouterProvider router={createPortalRouter()} />
        </SessionProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
