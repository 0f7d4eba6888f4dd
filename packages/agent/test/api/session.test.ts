// Logging in to the portal: the cookie, what it may do, and when it is over.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const HOUR = 3_600_000;

interface LoggedIn {
  readonly cookie: string;
  readonly csrf: string;
  readonly header: string;
  readonly body: Readonly<Record<string, unknown>>;
}

describe.each(databaseKinds)('sessions on %s', (kind) => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await testAgent(kind, { TRUST_PROXY: 'true' });
  });
  afterAll(() => agent.remove());

  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${agent.url}/api/v1${path}`, init);
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    call('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  /** Each from an address of its own: the limit is tested elsewhere. */
  let addresses = 0;
  const login = async (token: string): Promise<LoggedIn> => {
    const response = await post({ token }, { 'x-forwarded-for': `192.0.2.${(addresses += 1)}` });
    expect(response.status).toBe(201);
    const header = response.headers.get('set-cookie') ?? '';
    const body = (await response.json()) as Record<string, unknown>;
    return { header, cookie: header.split(';')[0] ?? '', csrf: String(body['csrf']), body };
  };
  const statusWith = async (cookie: string, path = '/session'): Promise<number> =>
    (await call(path, { headers: { cookie } })).status;

  it.each([
    ['admin', { scopes: ['admin'] }],
    ['auditor', { scopes: ['read'] }],
    ['member', { scopes: ['read:own'], userEmail: 'dev@acme.example' }],
  ] as const)('tells an %s who is logged in, at login and later', async (role, order) => {
    const { cookie, body } = await login(await agent.token(order));
    const later = await call('/session', { headers: { cookie } });
    const { userEmail = null } = { ...order } as { userEmail?: string };
    expect(body).toMatchObject({
      tenant: 'acme',
      org: 'acme',
      role,
      scopes: order.scopes,
      user_email: userEmail,
    });
    expect(await later.json()).toEqual(body);
  });

  it('keeps the cookie from scripts and other sites, and on TLS where there is TLS', async () => {
    const token = await agent.token();
    const { header } = await login(token);
    expect(header).toMatch(
      /^ga_session=[\w-]{43}; Max-Age=86400; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    const secure = await post({ token }, { 'x-forwarded-proto': 'https' });
    expect(secure.headers.get('set-cookie')).toContain('; Secure');
  });

  it('keeps neither the cookie nor the token in the store', async () => {
    const token = await agent.token();
    const { cookie } = await login(token);
    const rows: unknown = await agent.database.knex('portal_sessions').select();
    expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each([
    ['an unknown token', { token: `gat_${'x'.repeat(43)}` }, 401],
    ['no token', {}, 400],
    ['a token that is none', { token: 'a b' }, 401],
    ['a token and more', { token: 'x', tenant: 'globex' }, 400],
    ['a number', { token: 7 }, 400],
  ])('refuses %s', async (_name, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('refuses a token that can only send, and one that was revoked', async () => {
    const sender = await post({ token: await agent.token({ scopes: ['ingest:*'] }) });
    expect(sender.status).toBe(403);
    const token = await agent.token();
    await agent.database
      .knex('access_tokens')
      .update({ revoked_at: 1 })
      .where({ token_hash: await digest(token) });
    expect((await post({ token })).status).toBe(401);
  });

  it('does not take a form of another site for a login', async () => {
    const body = new URLSearchParams({ token: await agent.token() });
    const response = await call('/session', { method: 'POST', body });
    expect(response.status).toBe(400);
  });

  it.each(['/decisions', '/sessions', '/usage', '/audit/verify', '/ingest/health', '/tokens'])(
    'opens %s to the cookie of an admin',
    async (path) => {
      const { cookie } = await login(await agent.token({ scopes: ['admin'] }));
      expect(await statusWith(cookie, path)).toBe(200);
    },
  );

  it('changes nothing by the cookie alone', async () => {
    const { cookie, csrf } = await login(await agent.token({ scopes: ['admin'] }));
    const make = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      call('/datasets', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ name: `team-${kind}`, kind: 'logs' }),
      });
    expect((await make({})).status).toBe(403);
    expect((await make({ 'x-csrf-token': 'x' })).status).toBe(403);
    expect((await make({ 'x-csrf-token': csrf })).status).toBe(201);
    const other = await login(await agent.token({ scopes: ['admin'] }));
    expect((await make({ 'x-csrf-token': other.csrf })).status).toBe(403);
  });

  it('ends with a logout', async () => {
    const { cookie, csrf } = await login(await agent.token());
    expect((await call('/session', { method: 'DELETE', headers: { cookie } })).status).toBe(403);
    expect(await statusWith(cookie)).toBe(200);
    const headers = { cookie, 'x-csrf-token': csrf };
    const out = await call('/session', { method: 'DELETE', headers });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^ga_session=;/);
    expect(await statusWith(cookie)).toBe(401);
  });

  it('ends when its token is revoked', async () => {
    const token = await agent.token();
    const { cookie } = await login(token);
    expect(await statusWith(cookie, '/decisions')).toBe(200);
    await agent.database
      .knex('access_tokens')
      .update({ revoked_at: 1 })
      .where({ token_hash: await digest(token) });
    expect(await statusWith(cookie, '/decisions')).toBe(401);
  });

  it('ends with its token', async () => {
    const { cookie } = await login(await agent.token({ expiresAt: agent.clock.now() + HOUR }));
    agent.clock.advance(HOUR - 1);
    expect(await statusWith(cookie)).toBe(200);
    agent.clock.advance(1);
    expect(await statusWith(cookie)).toBe(401);
  });

  it('ends after 8 hours without use, and after 24 whatever the use', async () => {
    const token = await agent.token();
    const idle = await login(token);
    const busy = await login(token);
    for (let hours = 7; hours < 24; hours += 7) {
      agent.clock.advance(7 * HOUR);
      expect(await statusWith(busy.cookie)).toBe(200);
    }
    expect(await statusWith(idle.cookie)).toBe(401);
    agent.clock.advance(3 * HOUR);
    expect(await statusWith(busy.cookie)).toBe(401);
  });

  it('is not kept alive by a page that watches ingest health', async () => {
    const { cookie } = await login(await agent.token());
    agent.clock.advance(7 * HOUR);
    expect(await statusWith(cookie, '/ingest/health')).toBe(200);
    agent.clock.advance(HOUR);
    expect(await statusWith(cookie, '/ingest/health')).toBe(401);
  });

  it('forgets sessions that are over', async () => {
    agent.clock.advance(25 * HOUR);
    await login(await agent.token());
    expect(await agent.database.knex('portal_sessions').select()).toHaveLength(1);
  });

  it('takes a bearer token before a cookie, and one cookie only', async () => {
    const { cookie } = await login(await agent.token());
    const both = { cookie, authorization: 'Bearer gat_wrong' };
    expect((await call('/session', { headers: both })).status).toBe(401);
    expect(await statusWith(`${cookie}; ${cookie}`)).toBe(401);
    expect(await statusWith('ga_session=')).toBe(401);
    expect(await statusWith(`ga_session=${'x'.repeat(4000)}`)).toBe(401);
  });

  it('slows one address down and leaves others alone', async () => {
    const from = { 'x-forwarded-for': '198.51.100.9' };
    const answers = await Promise.all(Array.from({ length: 25 }, () => post({ token: 'wrong' }, from)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    const blocked = await post({ token: 'wrong' }, { 'x-forwarded-for': '203.0.113.1, 198.51.100.9' });
    expect([blocked.status, blocked.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await post({ token: 'wrong' }, { 'x-forwarded-for': '198.51.100.10' })).status).toBe(401);
    agent.clock.advance(60_000);
    expect((await post({ token: 'wrong' }, from)).status).toBe(401);
  });
});

it('does not believe what a caller says of a proxy, unless told to', async () => {
  const agent = await testAgent('sqlite');
  const login = async (headers: Readonly<Record<string, string>>) =>
    fetch(`${agent.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token: await agent.token() }),
    });
  const answer = await login({ 'x-forwarded-proto': 'https' });
  expect(answer.headers.get('set-cookie')).not.toContain('Secure');
  const many = Array.from({ length: 25 }, (_, index) => login({ 'x-forwarded-for': `192.0.2.${index}` }));
  expect((await Promise.all(many)).some(({ status }) => status === 429)).toBe(true);
  await agent.remove();
});

async function digest(token: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('hex');
}
