// A provider that says what is not so: none of it becomes a session.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { crookedProvider, type CrookedProvider, type Twist } from './crooked-provider.ts';
import { freePort } from './free-port.ts';
import { CALLBACK, environment, START } from './oidc-agent.ts';
import { LARGE, outcome, refused } from './outcome.ts';
import { person } from './person.ts';
import { CLIENT } from './real-provider.ts';

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
    const address = `${agent.url}${CALLBACK}?${back.toString()}`;
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
