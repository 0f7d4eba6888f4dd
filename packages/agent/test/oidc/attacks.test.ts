// What must not become a session: answers that do not belong to the login, and people without a role.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { testAgent } from '../support/test-agent.ts';
import { answerFor, CALLBACK, oidcAgent, START, withHouse, type OidcAgent } from './oidc-agent.ts';
import { outcome, refused } from './outcome.ts';
import { person, type Person } from './person.ts';

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
    const begun = await fetch(`${url}${START}?${new URLSearchParams({ return_to: page }).toString()}`, {
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

  it('says nothing of people in the log', () => {
    const logged = house.agent.logged.join('\n');
    expect(logged).toContain('"code":"email_unverified"');
    expect(logged).not.toMatch(/acme\.example|developers|script|dev@|"uma"/);
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
