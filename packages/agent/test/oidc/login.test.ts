// Logging in at a real provider: who becomes what, and that the session is one like any other.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { DAY } from '../support/rows.ts';
import { logInAt, oidcAgent, START, withHouse, type OidcAgent } from './oidc-agent.ts';
import { person, type Person } from './person.ts';

const MINUTE = 60_000;

describe.each(databaseKinds)('logging in at a provider, on %s', (kind) => {
  let house: OidcAgent;
  let url: string;
  beforeAll(async () => {
    house = await oidcAgent(kind, { env: { OIDC_SESSION_MINUTES: '90', TRUST_PROXY: 'true' } });
    ({ url } = house.agent);
    await house.agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, DAY);
  });
  afterAll(() => house.remove());

  const host = (): string => new URL(url).host;
  const read = async (who: Person, path: string) => {
    const { status, text } = await who.visit(`${url}/api/v1${path}`);
    return { status, body: JSON.parse(text) as Readonly<Record<string, unknown>> };
  };
  const loggedIn = async (name: string): Promise<Person> => {
    house.agent.clock.advance(MINUTE);
    const who = person();
    const { url: landed } = await logInAt(house.agent, who, name);
    expect(landed).toBe(`${url}/decisions`);
    return who;
  };

  it.each([
    ['ada', { tenant: 'acme', org: 'acme', role: 'admin', scopes: ['admin'], user_email: null }],
    ['uma', { tenant: 'acme', org: 'acme', role: 'auditor', scopes: ['read'], user_email: null }],
    ['dev', { tenant: 'acme', role: 'member', scopes: ['read:own'], user_email: 'dev@acme.example' }],
    ['gus', { tenant: 'globex', org: 'globex-eu', role: 'auditor' }],
    ['boss', { tenant: 'acme', role: 'auditor', user_email: null }],
  ])('%s becomes what the rules say', async (name, expected) => {
    const { status, body } = await read(await loggedIn(name), '/session');
    expect([status, body]).toMatchObject([200, expected]);
    const end = new Date(house.agent.clock.now() + 90 * MINUTE).toISOString();
    expect(body).toMatchObject({
      expires_at: end,
      logout_url: null,
      csrf: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('a member sees the own rows and no route for others', async () => {
    const dev = await loggedIn('dev');
    const { body } = await read(dev, '/decisions');
    const users = (body['decisions'] as { user_email: string }[]).map((row) => row.user_email);
    expect(new Set(users)).toEqual(new Set(['dev@acme.example']));
    for (const path of ['/audit/verify', '/tokens', '/ingest/health'])
      expect((await read(dev, path)).status).toBe(403);
    const others = await read(dev, '/decisions?user_email=ops@acme.example');
    expect(others.body).toMatchObject({ decisions: [] });
  });

  it('an auditor reads everything and changes nothing, another tenant sees nothing of it', async () => {
    const uma = await loggedIn('uma');
    expect((await read(uma, '/decisions')).body['decisions']).toHaveLength(DAY.length);
    expect((await read(uma, '/audit/verify')).status).toBe(200);
    expect((await read(uma, '/tokens')).status).toBe(403);
    const gus = await loggedIn('gus');
    expect((await read(gus, '/decisions')).body).toMatchObject({ decisions: [] });
  });

  it('an admin changes with the CSRF token alone, and the chain says who', async () => {
    const ada = await loggedIn('ada');
    const { body } = await read(ada, '/session');
    const make = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${url}/api/v1/datasets`, {
        method: 'POST',
        headers: {
          cookie: `ga_session=${ada.cookies(host()).get('ga_session') ?? ''}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify({ name: `team-${kind}`, kind: 'logs' }),
      });
    expect((await make({})).status).toBe(403);
    expect((await make({ 'x-csrf-token': String(body['csrf']) })).status).toBe(201);
    const [stated] = await house.agent.database
      .knex('audit_logs')
      .where({ event: 'dataset_created' })
      .select<{ attributes: string }[]>('attributes');
    expect(JSON.stringify(stated?.attributes)).toMatch(/oidc:[0-9a-f]{32}/);
  });

  it('sets cookies that scripts do not see, and leaves none of the login', async () => {
    const who = person();
    const begun = await fetch(`${url}${START}`, { redirect: 'manual' });
    expect(begun.status).toBe(303);
    expect(begun.headers.get('set-cookie')).toMatch(
      /^ga_oidc=[\w-]{43}; Max-Age=600; Path=\/api\/v1\/session\/oidc; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const { response } = await logInAt(house.agent, who, 'uma');
    expect(response.headers.getSetCookie().join('\n')).toMatch(
      /ga_session=[\w-]{43}; Max-Age=5400; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/m,
    );
    expect([...who.cookies(host()).keys()]).toEqual(['ga_session']);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('asks the provider with PKCE, state and nonce, each of its own', async () => {
    const ask = async (): Promise<URLSearchParams> => {
      const begun = await fetch(`${url}${START}`, { redirect: 'manual' });
      return new URL(begun.headers.get('location') ?? '').searchParams;
    };
    const [first, second] = [await ask(), await ask()];
    expect(first.get('code_challenge_method')).toBe('S256');
    expect(first.get('scope')).toBe('openid');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.get(name)).toMatch(/^[\w-]{43}$/);
      expect(first.get(name)).not.toBe(second.get(name));
    }
  });

  it('keeps nothing that opens a session or finishes a login', async () => {
    const who = person();
    const begun = await who.visit(`${url}${START}`, (next) => next.includes('/auth?'));
    const rows: unknown = await house.agent.database.knex('oidc_logins').select();
    const sent = new URL(begun.url).searchParams;
    const secrets = [who.cookies(host()).get('ga_oidc'), sent.get('state'), sent.get('nonce')];
    for (const secret of secrets) expect(JSON.stringify(rows)).not.toContain(secret);
    const ada = await loggedIn('ada');
    const sessions: unknown = await house.agent.database.knex('portal_sessions').select();
    expect(JSON.stringify(sessions)).not.toContain(ada.cookies(host()).get('ga_session'));
  });

  it('ends with a logout', async () => {
    const uma = await loggedIn('uma');
    const { body } = await read(uma, '/session');
    const headers = {
      cookie: `ga_session=${uma.cookies(host()).get('ga_session') ?? ''}`,
      'x-csrf-token': String(body['csrf']),
    };
    const out = await fetch(`${url}/api/v1/session`, { method: 'DELETE', headers });
    expect([out.status, (await read(uma, '/decisions')).status]).toEqual([204, 401]);
  });

  it('lasts as long as is set, whatever the use', async () => {
    const uma = await loggedIn('uma');
    house.agent.clock.advance(90 * MINUTE - 1);
    expect((await read(uma, '/decisions')).status).toBe(200);
    house.agent.clock.advance(1);
    expect((await read(uma, '/decisions')).status).toBe(401);
  });

  it('counts logins per address together with those by token', async () => {
    const from = { 'x-forwarded-for': '198.51.100.7' };
    const begin = (): Promise<Response> => fetch(`${url}${START}`, { redirect: 'manual', headers: from });
    const answers = await Promise.all(Array.from({ length: 25 }, begin));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    const blocked = await begin();
    expect([blocked.headers.get('retry-after'), await blocked.json()]).toMatchObject([
      '60',
      { code: 'too_many_logins' },
    ]);
    const byToken = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { ...from, 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'wrong' }),
    });
    expect(byToken.status).toBe(429);
  });
});

it.each([
  ['a public client', { provider: { isPublicClient: true } }],
  ['claims in the ID token', { provider: { inIdToken: true } }],
])('works with %s', (_name, options) =>
  withHouse(options, async (house) => {
    const dev = person();
    const { url } = await logInAt(house.agent, dev, 'dev', { page: '/sessions?user_email=a%26b' });
    expect(url).toBe(`${house.agent.url}/sessions?user_email=a%26b`);
    const { text } = await dev.visit(`${house.agent.url}/api/v1/session`);
    expect(JSON.parse(text)).toMatchObject({ role: 'member', user_email: 'dev@acme.example' });
  }),
);

it('ends sessions when the rules that gave them change', () =>
  withHouse({}, async (house) => {
    const uma = person();
    await logInAt(house.agent, uma, 'uma');
    const sessions = house.agent.database.knex('portal_sessions');
    const status = async (): Promise<number> =>
      (await uma.visit(`${house.agent.url}/api/v1/decisions`)).status;
    expect(await status()).toBe(200);
    await sessions.update({ authority: 'rules of before' });
    expect(await status()).toBe(401);
  }));

const OPEN = { OIDC_DEFAULT_ROLE: 'member', OIDC_DEFAULT_TENANT: 'acme', OIDC_PROVIDER_LOGOUT: 'true' };

it('lets in whom no rule knows as the default role, and tells where the provider logs out', () =>
  withHouse({ env: OPEN }, async (house) => {
    const eve = person();
    await logInAt(house.agent, eve, 'eve');
    const { text } = await eve.visit(`${house.agent.url}/api/v1/session`);
    const session = JSON.parse(text) as { logout_url: string };
    expect(session).toMatchObject({ role: 'member', user_email: 'eve@acme.example' });
    const out = new URL(session.logout_url);
    expect(out.origin).toBe(house.provider.issuer);
    expect(out.searchParams.get('post_logout_redirect_uri')).toBe(`${house.agent.url}/`);
    expect((await eve.visit(session.logout_url)).status).toBe(200);
  }));
