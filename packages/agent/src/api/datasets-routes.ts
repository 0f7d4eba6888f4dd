// Datasets of the caller's tenant. docs/guides/datasets-and-tokens.md
import type { DatasetKind } from '@governance-agent/otel-ingest';
import { Router } from 'express';
import { DATASET_KINDS, DATASET_NAME, type Dataset } from '../access/dataset.ts';
import type { DatasetActs } from '../administration/dataset-acts.ts';
import { forCaller, forTenant } from './reader.ts';
import { createBodyReader } from './request-body.ts';
import { requestQuery, storedName } from './request-query.ts';

interface Order {
  readonly name: string;
  readonly kind: DatasetKind;
}

const readOrder = createBodyReader<Order>(
  {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'kind'],
    properties: {
      name: { type: 'string', pattern: DATASET_NAME },
      kind: { type: 'string', enum: DATASET_KINDS },
    },
  },
  'name (1 to 63 of a-z 0-9 . _ -, begins with a letter or digit) and kind (logs or metrics)',
);

export function createDatasetsRoutes(acts: DatasetActs): Router {
  const router = Router();
  router.get(
    '/datasets',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      return { datasets: (await acts.list(tenant)).map(shown) };
    }),
  );
  router.post(
    '/datasets',
    forCaller(async ({ tenant, actor }, request) => {
      const dataset = await acts.create({ tenant, ...readOrder(request) }, actor);
      return { status: 201, body: shown(dataset) };
    }),
  );
  router.delete(
    '/datasets/:name',
    forCaller(async ({ tenant, actor }, request) => {
      await acts.remove(tenant, storedName(request.params['name']), actor);
      return { status: 204 };
    }),
  );
  return router;
}

/** `default`: every tenant has it, and it cannot be deleted. */
function shown({ name, kind, createdAt }: Dataset) {
  const created_at = createdAt === null ? null : new Date(createdAt).toISOString();
  return { name, kind, default: createdAt === null, created_at };
}
