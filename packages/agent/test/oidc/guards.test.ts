// The guards that stand behind those of the library and of the provider: each alone, where nothing else could refuse.
import { describe, expect, it } from '@jest/globals';
import { migrate, openDatabase } from '@governance-agent/audit-core';
import { databaseKinds, temporaryDatabaseUrl } from '@governance-agent/testkit';
import { readSettings } from '../../src/config/read-settings.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';
import { createDiscovery } from '../../src/oidc/discovery.ts';
import { createGuardedFetch } from '../../src/oidc/guarded-fetch.ts';
import { createLoginStore } from '../../src/oidc/login-store.ts';
import { OIDC_ENVIRONMENT } from '../config/oidc-environment.ts';

const OPTIONS = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' } as const;

describe('requests to a provider', () => {
  const sent: string[] = [];
  const guarded = createGuardedFetch((url) => {
    sent.push(url instanceof Request ? url.url : url.toString());
    return Promise.resolve(new Response('{}'));
  });

  it.each([
    'http://id.acme.example/token',
    'http://localhost.evil.example/token',
    'http://localhost@evil.example/token',
    'http://192.0.2.1/token',
    'ftp://localhost/token',
    'token',
  ])('%s is not asked', async (url) => {
    await expect(guarded(url, OPTIONS)).rejects.toThrow(TypeError);
    expect(sent).not.toContain(url);
  });

  it.each(['https://id.acme.example/', 'http://localhost:8080/', 'http://127.0.0.1/', 'http://[::1]:8080/'])(
    '%s is asked',
    async (url) => {
      expect(await (await guarded(url, OPTIONS)).text()).toBe('{}');
      expect(sent).toContain(url);
    },
  );
});

// The library knows this host, and lets the template pass that stands for every directory there is.
it.each([
  [
    'https://login.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.com/{tenantid}/v2.0',
    false,
  ],
  [
    'https://login.microsoftonline.com/directory/v2.0',
    'https://login.microsoftonline.com/directory/v2.0',
    true,
  ],
])('%s that names itself %s', async (issuer, named, isTaken) => {
  const { oidc } = await readSettings({ env: { ...OIDC_ENVIRONMENT, OIDC_ISSUER: issuer } });
  if (oidc === undefined) throw new Error('OIDC is not set up');
  const document = { issuer: named, authorization_endpoint: `${issuer}/authorize` };
  const fetch = () => Promise.resolve(Response.json(document));
  const outcome = createDiscovery({ settings: oidc, fetch, monotonic: performance })().then(
    () => 'taken',
    (error: unknown) => (error as { code?: string }).code,
  );
  expect(await outcome).toBe(isTaken ? 'taken' : 'provider_unavailable');
});

it.each(databaseKinds)('of many that ask for one login together, one gets it, on %s', async (kind) => {
  const place = await temporaryDatabaseUrl(kind);
  const database = openDatabase(place.url);
  await migrate(database, AGENT_MIGRATIONS);
  const store = createLoginStore(database.knex);
  for (let round = 0; round < 5; round += 1) {
    await store.insert('cookie', '/usage', 1000);
    const taken = await Promise.all(Array.from({ length: 8 }, () => store.take('cookie', 0)));
    expect(taken.filter((page) => page !== undefined)).toEqual(['/usage']);
  }
  await store.insert('cookie', '/usage', 1000);
  expect(await store.take('cookie', 1000)).toBeUndefined();
  await database.close();
  await place.remove();
});
