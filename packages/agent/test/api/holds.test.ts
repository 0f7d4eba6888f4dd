// Legal holds over HTTP, on both databases: what they keep, who may, what is refused, and the rows that tell of it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { runHere } from '../cli/run-cli.ts';
import { actsOf, apiCall, type ApiCall } from '../support/api-call.ts';
import { DAY } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const DEV = 'dev@acme.example';

describe.each(databaseKinds)('holds on %s', (kind) => {
  let agent: TestAgent;
  let call: ApiCall;
  beforeAll(async () => {
    agent = await testAgent(kind);
    call = apiCall(agent, await agent.token({ scopes: ['admin'] }));
    await agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, DAY);
    agent.clock.advance(1000);
  });
  afterAll(() => agent.remove());

  /** Exit code and talk of the command that would erase all of it. */
  const erasing = async (...how: string[]) => {
    const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    const what = ['erase', '--before', '2099-01-01', '--tenant', 'acme', '--reason', 'x'];
    return runHere([...what, ...how], env, agent.clock);
  };
  const iso = (change: number): string => new Date(agent.clock.now() + change).toISOString();

  it.each<[string, () => Record<string, unknown>]>([
    ['the tenant', () => ({ scope: 'tenant' })],
    ['a user', () => ({ scope: 'user', value: DEV })],
    ['a session', () => ({ scope: 'session', value: 's-1' })],
    ['a range', () => ({ scope: 'range', since: iso(-5000), until: iso(0) })],
  ])('on %s refuse an erasure until they are released', async (_name, order) => {
    const placed = await call('POST', '/holds', { hold: 'case-7', reason: `asked by ${DEV}`, ...order() });
    expect(placed).toMatchObject({ status: 201, body: { hold: 'case-7', scope: order()['scope'] } });
    const { holds } = (await call('GET', '/holds')).body as { holds: unknown[] };
    expect(holds).toEqual([{ ...(placed.body as object), placed_at: iso(0) }]);
    expect(await erasing('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('case-7') });
    const released = await call('POST', '/holds/case-7/release', { reason: `closed for ${DEV}` });
    expect(released.status).toBe(204);
    expect((await call('GET', '/holds')).body).toEqual({ holds: [] });
    expect(await erasing()).toMatchObject({ code: 0, stdout: expect.not.stringContaining('case-7') });
    const actor = expect.stringMatching(/^token:/);
    expect((await actsOf(agent)).slice(0, 2)).toEqual([
      { event: 'legal_hold_released', hold: 'case-7', actor, reason: 'closed for [EMAIL]' },
      { event: 'legal_hold_placed', ...placedAct(placed.body), actor, reason: 'asked by [EMAIL]' },
    ]);
  });

  it('take a name of their own, and one that is free again', async () => {
    const { hold } = (await call('POST', '/holds', { scope: 'tenant' })).body as { hold: string };
    expect(hold).toMatch(/^hold-[0-9a-f]{8}$/);
    const again = await call('POST', '/holds', { hold, scope: 'user', value: DEV });
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining('name') } });
    expect((await call('POST', `/holds/${hold}/release`, {})).status).toBe(204);
    expect((await call('POST', '/holds', { hold, scope: 'tenant' })).status).toBe(201);
    await call('POST', `/holds/${hold}/release`, {});
  });

  it.each<[string, unknown]>([
    ['no body', undefined],
    ['no scope', {}],
    ['another scope', { scope: 'all' }],
    ['a user without a value', { scope: 'user' }],
    ['an empty value', { scope: 'user', value: '' }],
    ['a value on two lines', { scope: 'user', value: 'a\nb' }],
    ['a value that is too long', { scope: 'session', value: 'x'.repeat(513) }],
    ['a tenant with a value', { scope: 'tenant', value: 'globex' }],
    ['a user with a range', { scope: 'user', value: DEV, since: '2026-01-01', until: '2026-01-02' }],
    ['half a range', { scope: 'range', since: '2026-01-01' }],
    ['a range that ends before it begins', { scope: 'range', since: '2026-01-02', until: '2026-01-01' }],
    ['a range of no times', { scope: 'range', since: 'soon', until: 'later' }],
    ['a name with a slash', { hold: 'a/b', scope: 'tenant' }],
    ['a long reason', { scope: 'tenant', reason: 'x'.repeat(1001) }],
    ['another tenant', { scope: 'tenant', tenant: 'globex' }],
  ])('%s is refused', async (_name, body) => {
    const refused = await call('POST', '/holds', body);
    expect(refused.status).toBe(400);
    expect(refused.response.headers.get('content-type')).toContain('application/problem+json');
    expect((await call('GET', '/holds')).body).toEqual({ holds: [] });
  });

  it.each(['nothing', '%00', 'a%2Fb'])('%s cannot be released', async (name) => {
    expect((await call('POST', `/holds/${name}/release`, {})).status).toBe(404);
  });

  it('belong to one tenant', async () => {
    const other = await agent.token({ tenant: 'globex', scopes: ['admin'] });
    await call('POST', '/holds', { hold: 'mine', scope: 'tenant' });
    expect((await call('GET', '/holds', undefined, other)).body).toEqual({ holds: [] });
    expect((await call('POST', '/holds/mine/release', {}, other)).status).toBe(404);
    // Nothing of that tenant is stored.
    const placed = await call('POST', '/holds', { hold: 'mine', scope: 'tenant' }, other);
    expect(placed).toMatchObject({ status: 409, body: { title: 'Conflict' } });
    expect((await call('POST', '/holds/mine/release', {})).status).toBe(204);
  });

  it('are placed with a cookie only together with its CSRF token', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const token = await agent.token({ scopes: ['admin'] });
    const login = await fetch(`${agent.url}/api/v1/session`, { ...init, body: JSON.stringify({ token }) });
    const { csrf } = (await login.json()) as { csrf: string };
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const place = (extra: Readonly<Record<string, string>>) =>
      fetch(`${agent.url}/api/v1/holds`, {
        method: 'POST',
        headers: { ...init.headers, cookie, ...extra },
        body: JSON.stringify({ hold: 'by-cookie', scope: 'tenant' }),
      });
    expect((await place({})).status).toBe(403);
    expect((await place({ 'x-csrf-token': 'guessed' })).status).toBe(403);
    expect((await call('GET', '/holds')).body).toEqual({ holds: [] });
    expect((await place({ 'x-csrf-token': csrf })).status).toBe(201);
    expect((await call('POST', '/holds/by-cookie/release', {})).status).toBe(204);
  });

  it('leave the chain whole', async () => {
    const { key } = await ensureSigningKey(agent.dataDir);
    const { database, clock } = agent;
    const report = await verify({ database, trustedKeys: [key.publicKey], mode: 'deep', clock });
    expect(report.verdict).toBe('verified');
  });
});

function placedAct(body: unknown): Record<string, unknown> {
  const { hold, scope, value } = body as Record<string, unknown>;
  return { hold, scope, value };
}
