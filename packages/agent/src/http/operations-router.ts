// For whoever runs the agent: alive, ready, measured. No credential, and therefore no tenant and no name in here.
import { Router } from 'express';
import type { Registry } from 'prom-client';
import type { Readiness } from '../readiness.ts';

export interface OperationsDeps {
  readonly readiness: () => Promise<Readiness>;
  readonly registry: Registry;
}

export function createOperationsRouter({ readiness, registry }: OperationsDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const { ready, checks } = await readiness();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', checks });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
