// Serves the portal: hashed files for ever, the page itself never from a cache, and the page for each of its own paths.
import { Router, static as serveStatic, type RequestHandler } from 'express';
import { PORTAL_HEADERS } from './portal-headers.ts';

/** The paths that the page routes itself. Anything else that is no file stays a 404 of the agent. */
const PAGES = [
  '/',
  '/overview',
  '/decisions',
  '/sessions{/:id}',
  '/usage',
  '/evidence',
  '/ingest',
  '/administration',
];

/** @param files absolute path of the built portal */
export function createPortalRouter(files: string): Router {
  const router = Router();
  const page: RequestHandler = (_request, response) => {
    response.set(PORTAL_HEADERS).set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: files, cacheControl: false });
  };
  router.get(PAGES, page);
  router.use('/assets', serveStatic(`${files}/assets`, { ...STATIC, immutable: true, maxAge: '1y' }));
  router.get('/favicon.svg', (_request, response) => {
    response.sendFile('favicon.svg', { root: files, maxAge: '1d' });
  });
  return router;
}

const STATIC = { index: false, redirect: false, dotfiles: 'ignore' } as const;
