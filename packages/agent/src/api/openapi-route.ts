// The description of the reporting API (OpenAPI 3.1), for programs that are made from it. It needs no credential.
import { readFileSync } from 'node:fs';
import { Router } from 'express';

/** `src` and `dist` lie equally deep. */
const DOCUMENT = new URL('../../openapi.json', import.meta.url);

export function createOpenApiRoute(): Router {
  const document = readFileSync(DOCUMENT, 'utf8');
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(document);
  });
  return router;
}
