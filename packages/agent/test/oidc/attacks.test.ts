// What must not become a session: answers that do not belong to the login, people without a role, providers that lie.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { gzipSync } from 'node:zlib';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { crookedProvider, type CrookedProvider, type Twist } from './crooked-provider.ts';
import { freePort } from './free-port.ts';
import {
  answerFor,
  CALLBACK,
  environment,
  oidcAgent,
  START,
  withHouse,
  type OidcAgent,
} from './oidc-agent.ts';
import { person, type Person } from './person.ts';
import { CLIENT, realProvider } from './real-provider.ts';
import { PEOPLE } from './oidc-agent.ts';

const outcome = async (who: Person, url: string) => {
  const { status, text, response } = await who.visit(url);
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? JSON.parse(text) : text;
  const session = who.cookies(new URL(url).host).has('ga_session');
  return { status, code: (body as { code?: string }).code, session };
};
const refused = (status: number, code: string) => ({ status, code, session: false });

describe.each(databaseKinds)('a real provider and somebody who means harm, on %s', (kind) => {
  let house: OidcAgent;
  let url: string;
  beforeAll(async () => {
    house = await oidcAgent(kind);
    ({ url } = house.agent);
  });
  afterAll(() => house.remove());
  const host = (): string => new URL(url).host;
  const answer = (who: Person, name: string): Promise<string> => {
    house.agent.clock.advance(60_000);
    return answerFor(house.agent, who, name);
  };
  const changed = (address: string, name: string, value: string): string => {
    const next = new URL(address);
    next.searchParams.set(name, value);
    return next.href;
  };

  it.each([
    ['anon', 'email_missing', 403],
    ['odd', 'email_missing', 403],
    ['two', 'email_missing', 403],
    ['sly', 'email_unverified', 403],
    ['say', 'email_unverified', 403],
    ['eve', 'no_role', 403],
    ['fake', 'no_role', 403],
    ['nobody', 'no_role', 403],
  ])('%s is refused: %s', async (name, code, status) => {
    const who = person();
    expect(await outcome(who, await answer(who, name))).toEqual(refused(status, code));
  });

  it('takes an answer once', async () => {
    const who = person();
    const address = await answer(who, 'uma');
    const cookie = who.cookies(host()).get('ga_oidc') ?? '';
    expect((await who.visit(address, (next) => next.endsWith('/decisions'))).status).toBe(303);
    who.forget(host(), 'ga_session');
    who.put(host(), 'ga_oidc', cookie);
    expect(await outcome(who, address)).toEqual(refused(400, 'login_over'));
  });

  it('takes an answer once, of two that come together', async () => {
    const who = person();
    const address = await answer(who, 'uma');
    const headers = { cookie: `ga_oidc=${who.cookies(host()).get('ga_oidc') ?? ''}` };
    const both = [1, 2].map(() => fetch(address, { headers, redirect: 'manual' }));
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([303, 400]);
  });

  it('takes an answer from the browser alone that asked', async () => {
    const address = await answer(person(), 'uma');
    expect(await outcome(person(), address)).toEqual(refused(400, 'login_over'));
    const other = person();
    await other.visit(`${url}${START}`, (next) => next.includes('/auth?'));
    expect(await outcome(other, address)).toEqual(refused(400, 'answer_invalid'));
  });

  it('takes a code for the login alone that it was given for', async () => {
    const stolen = new URL(await answer(person(), 'ada')).searchParams.get('code') ?? '';
    const who = person();
    const address = changed(await answer(who, 'uma'), 'code', stolen);
    expect(await outcome(who, address)).toEqual(refused(400, 'login_over'));
  });

  it('a wrong state neither logs in nor ends the login', async () => {
    const who = person();
    const address = await answer(who, 'uma');
    expect(await outcome(who, changed(address, 'state', 'x'))).toEqual(refused(400, 'answer_invalid'));
    const bare = new URL(address);
    bare.searchParams.delete('state');
    expect(await outcome(who, bare.href)).toEqual(refused(400, 'answer_invalid'));
    expect((await who.visit(address, (next) => next.endsWith('/decisions'))).status).toBe(303);
  });

  it.each([
    ['another issuer', 'iss', 'https://evil.example', 'answer_invalid', 400],
    ['a code that nobody gave', 'code', 'x', 'login_over', 400],
    ['an error beside the code', 'error', 'access_denied', 'provider_refused', 403],
    ['an error of markup', 'error', '<script>alert(1)</script>', 'provider_refused', 403],
  ])('%s', async (_name, parameter, value, code, status) => {
    const who = person();
    const address = changed(await answer(who, 'uma'), parameter, value);
    expect(await outcome(who, address)).toEqual(refused(status, code));
  });

  it.each(['code', 'state'])('%s given twice', async (parameter) => {
    const who = person();
    const address = await answer(who, 'uma');
    expect(await outcome(who, `${address}&${parameter}=x`)).toEqual(refused(400, 'answer_invalid'));
  });

  it('a login that took too long', async () => {
    const who = person();
    const address = await answer(who, 'uma');
    house.agent.clock.advance(600_000);
    expect(await outcome(who, address)).toEqual(refused(400, 'login_over'));
  });

  it('cookies that are none, or two', async () => {
    const address = await answer(person(), 'uma');
    const ask = (cookie: string): Promise<Response> => fetch(address, { headers: { cookie } });
    for (const cookie of ['ga_oidc=', 'ga_oidc=x', `ga_oidc=${'x'.repeat(43)}; ga_oidc=${'y'.repeat(43)}`])
      expect((await ask(cookie)).status).toBe(400);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '/%2e//evil.example',
    '\t//evil.example',
    '/\n/evil.example',
    'decisions',
    '/api/v1/session/oidc',
    '/API/v1/session',
    '/./api/v1/session/oidc',
    '',
    `/${'x'.repeat(2000)}`,
  ])('does not begin a login that leads to %j', async (page) => {
    house.agent.clock.advance(60_000);
    const begun = await fetch(`${url}${START}?${new URLSearchParams({ return_to: page })}`, {
      redirect: 'manual',
    });
    expect(begun.status).toBe(400);
    expect(begun.headers.get('location')).toBeNull();
  });

  it('shows people a page of the portal, and nothing of what came back', async () => {
    const who = person('text/html');
    const address = changed(await answer(who, 'uma'), 'error', 'access_denied');
    const { url: shown, response } = await who.visit(address, (next) => next.includes('#'));
    expect(shown).toBe(`${url}/overview#login_problem=provider_refused`);
    expect(response.headers.get('location')).toBe(shown);
  });

  it('says nothing of people in the log', async () => {
    const logged = house.agent.logged.join('\n');
    expect(logged).toContain('"code":"email_unverified"');
    expect(logged).not.toMatch(/acme\.example|developers|script|dev@|"uma"/);
  });
});

const LARGE = JSON.stringify({ text: 'x'.repeat(1_100_000) });
const seconds = (): number => Math.floor(Date.now() / 1000);

/** What the provider does, and what becomes of a login then. */
const LIES: readonly (readonly [string, Twist, string, number])[] = [
  ['a nonce of another login', { idToken: (it) => ({ ...it, nonce: 'x' }) }, 'answer_invalid', 400],
  ['no nonce', { idToken: ({ nonce: _nonce, ...it }) => it }, 'answer_invalid', 400],
  [
    'a token of another issuer',
    { idToken: (it) => ({ ...it, iss: 'https://evil.example' }) },
    'answer_invalid',
    400,
  ],
  ['a token for another client', { idToken: (it) => ({ ...it, aud: 'other' }) }, 'answer_invalid', 400],
  [
    'a token for another client among several',
    { idToken: (it) => ({ ...it, aud: [CLIENT.id, 'other'], azp: 'other' }) },
    'answer_invalid',
    400,
  ],
  [
    'a token that is expired',
    { idToken: (it) => ({ ...it, iat: seconds() - 900, exp: seconds() - 600 }) },
    'answer_invalid',
    400,
  ],
  ['a token without an end', { idToken: ({ exp: _exp, ...it }) => it }, 'answer_invalid', 400],
  ['a token of nobody', { idToken: ({ sub: _sub, ...it }) => it }, 'answer_invalid', 400],
  ['a token that another key signed', { foreignKey: true }, 'answer_invalid', 400],
  ['a token with a key nobody published', { header: { kid: 'k2' }, foreignKey: true }, 'answer_invalid', 400],
  [
    'a token without a signature',
    {
      raw: (token) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`,
    },
    'answer_invalid',
    400,
  ],
  [
    'no token',
    { answers: { '/token': { body: '{"access_token":"a","token_type":"bearer"}' } } },
    'answer_invalid',
    400,
  ],
  ['userinfo of somebody else', { userInfo: { sub: 'ada' } }, 'answer_invalid', 400],
  ['a huge token answer', { answers: { '/token': { body: LARGE } } }, 'provider_unavailable', 503],
  ['a huge userinfo answer', { answers: { '/userinfo': { body: LARGE } } }, 'provider_unavailable', 503],
  [
    'a huge answer packed small',
    { answers: { '/token': { body: gzipSync(LARGE), headers: { 'content-encoding': 'gzip' } } } },
    'provider_unavailable',
    503,
  ],
  [
    'a token endpoint that leads elsewhere',
    { answers: { '/token': { status: 307, body: '', headers: { location: 'http://127.0.0.1:9/' } } } },
    'provider_unavailable',
    503,
  ],
  [
    'a token endpoint that fails',
    { answers: { '/token': { status: 500, body: 'oops' } } },
    'provider_unavailable',
    503,
  ],
  [
    'a page in place of tokens',
    { answers: { '/token': { type: 'text/html', body: '<p>' } } },
    'provider_unavailable',
    503,
  ],
  [
    'an agent that the provider does not know',
    { answers: { '/token': { status: 401, body: '{"error":"invalid_client"}' } } },
    'provider_unavailable',
    503,
  ],
];

describe('a provider that lies', () => {
  let provider: CrookedProvider;
  let agent: TestAgent;
  beforeAll(async () => {
    provider = await crookedProvider(CLIENT.id);
    const env = environment(provider.issuer, await freePort());
    agent = await testAgent('sqlite', { ...env, OIDC_CLIENT_SECRET: CLIENT.secret });
  });
  afterAll(async () => {
    await agent.remove();
    await provider.close();
  });

  const come = async (twist: Twist) => {
    agent.clock.advance(60_000);
    const who = person();
    const begun = await who.visit(`${agent.url}${START}`, (next) => next.includes('/authorize?'));
    const sent = new URL(begun.url).searchParams;
    provider.twist(twist, sent.get('nonce') ?? '');
    const back = new URLSearchParams({ code: 'c', state: sent.get('state') ?? '' });
    const address = `${agent.url}${CALLBACK}?${back}`;
    return { who, address };
  };

  it('lets people in as long as it is honest', async () => {
    const { who, address } = await come({});
    const { status } = await who.visit(address, (next) => next.endsWith('/overview'));
    expect([status, who.cookies(new URL(agent.url).host).has('ga_session')]).toEqual([303, true]);
  });

  it.each(LIES)('%s', async (_name, twist, code, status) => {
    const { who, address } = await come(twist);
    expect(await outcome(who, address)).toEqual(refused(status, code));
  });

  it('an address of userinfo is not verified by what the ID token says of another', async () => {
    const twist: Twist = {
      idToken: (it) => ({ ...it, groups: 'developers', email: 'dev@acme.example' }),
      userInfo: { email: 'ops@acme.example', email_verified: true },
    };
    const { who, address } = await come(twist);
    expect(await outcome(who, address)).toEqual(refused(403, 'email_unverified'));
  });
});

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
    const address = `${agent.url}${CALLBACK}?${new URLSearchParams({ code: 'c', state })}`;
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

it('without a provider there is none to log in at', async () => {
  const agent = await testAgent('sqlite');
  for (const path of [START, `${CALLBACK}?code=c&state=s`])
    expect(await outcome(person(), `${agent.url}${path}`)).toEqual(refused(404, 'not_configured'));
  const methods = await fetch(`${agent.url}/api/v1/session/methods`);
  expect(await methods.json()).toEqual({ methods: [{ kind: 'token', name: null, url: null }] });
  await agent.remove();
});

it('tells the login page where to begin', () =>
  withHouse({ env: { OIDC_NAME: 'Acme' } }, async ({ agent }) => {
    const { text } = await person().visit(`${agent.url}/api/v1/session/methods`);
    const oidc = { kind: 'oidc', name: 'Acme', url: `${agent.url}${START}` };
    expect(JSON.parse(text)).toEqual({ methods: [oidc, { kind: 'token', name: null, url: null }] });
  }));
