// A provider that is down, or says of itself what cannot be used: no login, and everything else goes on.
import { describe, expect, it } from '@jest/globals';
import { testAgent } from '../support/test-agent.ts';
import { crookedProvider, type Twist } from './crooked-provider.ts';
import { freePort } from './free-port.ts';
import { CALLBACK, environment, PEOPLE, START } from './oidc-agent.ts';
import { LARGE, outcome, refused } from './outcome.ts';
import { person } from './person.ts';
import { CLIENT, realProvider } from './real-provider.ts';

/** What the provider says of itself. */
const DOCUMENTS: readonly (readonly [string, Twist])[] = [
  ['another issuer', { discovery: (it) => ({ ...it, issuer: 'https://evil.example' }) }],
  ['a template of issuers', { discovery: (it) => ({ ...it, issuer: 'https://evil.example/{tenantid}' }) }],
  ['no way to log in', { discovery: ({ authorization_endpoint: _it, ...rest }) => rest }],
  [
    'a login page without TLS',
    { discovery: (it) => ({ ...it, authorization_endpoint: 'http://evil.example/' }) },
  ],
  [
    'a login page that is a script',
    { discovery: (it) => ({ ...it, authorization_endpoint: 'javascript:alert(1)' }) },
  ],
  ['no JSON', { answers: { '/.well-known/openid-configuration': { body: '<html>' } } }],
  ['too much', { answers: { '/.well-known/openid-configuration': { body: LARGE } } }],
  ['an error', { answers: { '/.well-known/openid-configuration': { status: 503, body: '' } } }],
];

describe('a provider that cannot be used', () => {
  it.each(DOCUMENTS)('says of itself: %s', async (_name, twist) => {
    const provider = await crookedProvider(CLIENT.id);
    provider.twist(twist, '');
    const agent = await testAgent('sqlite', environment(provider.issuer, await freePort()));
    try {
      for (let tries = 0; tries < 3; tries += 1)
        expect(await outcome(person(), `${agent.url}${START}`)).toEqual(refused(503, 'provider_unavailable'));
      expect(provider.asked('/.well-known/openid-configuration')).toBe(1);
      expect(await agent.database.knex('oidc_logins').select()).toEqual([]);
    } finally {
      await agent.remove();
      await provider.close();
    }
  });

  it('sends no code to an address without TLS', async () => {
    const provider = await crookedProvider(CLIENT.id);
    const twist: Twist = { discovery: (it) => ({ ...it, token_endpoint: 'http://192.0.2.1/token' }) };
    provider.twist(twist, '');
    const agent = await testAgent('sqlite', environment(provider.issuer, await freePort()));
    const who = person();
    const begun = await who.visit(`${agent.url}${START}`, (next) => next.includes('/authorize?'));
    const state = new URL(begun.url).searchParams.get('state') ?? '';
    const address = `${agent.url}${CALLBACK}?${new URLSearchParams({ code: 'c', state }).toString()}`;
    expect(await outcome(who, address)).toEqual(refused(503, 'provider_unavailable'));
    await agent.remove();
    await provider.close();
  });

  it('the agent starts without its provider, works by token, and finds it once it is there', async () => {
    const [port, providerPort] = [await freePort(), await freePort()];
    const issuer = `http://localhost:${providerPort}`;
    const agent = await testAgent('sqlite', {
      ...environment(issuer, port),
      OIDC_CLIENT_SECRET: CLIENT.secret,
    });
    const begin = () => fetch(`${agent.url}${START}`, { redirect: 'manual' });
    expect(await (await begin()).json()).toMatchObject({ status: 503, code: 'provider_unavailable' });
    const headers = { authorization: `Bearer ${await agent.token()}` };
    expect((await fetch(`${agent.url}/api/v1/session`, { headers })).status).toBe(200);
    const publicUrl = `http://127.0.0.1:${port}`;
    const provider = await realProvider({ people: PEOPLE, publicUrl, port: providerPort });
    while ((await begin()).status !== 303) {
      agent.clock.advance(60_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await agent.remove();
    await provider.close();
  });
});
