// Every route that is registered is described, and every one that is described is registered.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Router } from 'express';
import { createAccessDesk } from '../../src/access-desk.ts';
import { createApiRouter } from '../../src/api/router.ts';
import { operations } from '../support/openapi.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

let agent: TestAgent;
beforeAll(async () => {
  agent = await testAgent('sqlite');
});
afterAll(() => agent.remove());

it('the description lists the routes of the server, method by method', () => {
  const { database, writer, clock } = agent;
  const access = createAccessDesk({ database, writer, clock, authority: undefined });
  const never = (): never => {
    throw new Error('no route is called here');
  };
  const router = createApiRouter({
    database,
    access,
    clock,
    trustedKeys: never,
    signer: { current: never, byKeyId: never, reload: never },
    memory: { recall: never, remember: never, accept: never, reload: never },
    prover: { inclusion: never, consistency: never, covering: never },
    live: { follow: never, close: never },
    issuers: { current: () => new Map() },
    settings: { dataDir: agent.dataDir, retentionDays: undefined, ingestPathPrefix: '' },
    maskReason: never,
    reports: { read: never, shown: never },
    oidc: undefined,
  });
  const registered = routesOf(router).map((route) => route.replace(' ', ' /api/v1'));
  const described = operations().map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
  expect(registered.sort()).toEqual(described.sort());
});

/** `GET /path/{}` of each route, those of routers within included; guards that take every method are none. */
function routesOf(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route !== undefined) return methodsOf(route).map((method) => `${method} ${pathOf(route.path)}`);
    return 'stack' in handle ? routesOf(handle as unknown as Router) : [];
  });
}

function methodsOf(route: object): string[] {
  const { methods } = route as { readonly methods: Readonly<Record<string, boolean>> };
  return '_all' in methods ? [] : Object.keys(methods).map((method) => method.toUpperCase());
}

function pathOf(path: string): string {
  return path.replace(/:\w+/g, '{}');
}
