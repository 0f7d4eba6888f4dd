// Where the page begins.
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/feed.css';
import './styles/reports.css';
import './styles/evidence.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionProvider } from './api/session.tsx';
import { createPortalRouter } from './router.tsx';
import { applyTheme, chosenTheme } from './state/theme.ts';

applyTheme(document.documentElement, chosenTheme(localStorage));

const root = document.getElementById('root');
if (root === null) throw new TypeError('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <SessionProvider>
        <RouterProvider router={createPortalRouter()} />
      </SessionProvider>
    </CSPProvider>
  </StrictMode>,
);
