// Logging in at an identity provider in a real browser: over there, back from another site, and in.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { oidcAgent, type OidcAgent } from '../oidc/oidc-agent.ts';
import { DAY } from '../support/rows.ts';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit, type Visit } from './browser.ts';

let house: OidcAgent;
let browser: Browser;

beforeAll(async () => {
  await buildPortal();
  const env = { OIDC_NAME: 'Acme', OIDC_PROVIDER_LOGOUT: 'true' };
  [house, browser] = await Promise.all([oidcAgent('sqlite', { env }), launch()]);
  await house.agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, DAY);
});

afterAll(async () => {
  await browser.close();
  await house.remove();
});

async function open(path: string): Promise<Visit> {
  const visited = await visit(browser, { url: 'about:blank' });
  // The provider's own page asks for a font from elsewhere.
  await visited.context.route(
    (url) => !['127.0.0.1', 'localhost'].includes(url.hostname),
    (route) => route.abort(),
  );
  await visited.page.goto(house.agent.url + path);
  return visited;
}

async function logInAs(page: Page, name: string): Promise<void> {
  house.agent.clock.advance(60_000);
  await page.getByRole('button', { name: 'Log in with Acme' }).click();
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('leads to the provider and back to the page that was asked for, as that user', async () => {
  const { page, context, complaints } = await open('/decisions?event=user_prompt');
  await page.getByRole('button', { name: 'Log in with Acme' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'login-provider');
  await logInAs(page, 'dev');
  await page.getByRole('table').waitFor();
  // Two sites: a cookie that is Strict was set on the way back from one to the other.
  expect(new URL(house.provider.issuer).hostname).not.toBe(new URL(house.agent.url).hostname);
  expect(page.url()).toBe(`${house.agent.url}/decisions?event=user_prompt`);
  expect(await page.getByLabel('Logged in').innerText()).toMatch(/acme[^]*dev@acme\.example[^]*Member/);
  expect(await page.getByRole('table').innerText()).not.toContain('ops@acme.example');
  const cookies = (await context.cookies()).filter(({ domain }) => domain === '127.0.0.1');
  expect(cookies).toMatchObject([{ name: 'ga_session', httpOnly: true, sameSite: 'Strict' }]);
  await page.reload();
  await page.getByRole('table').waitFor();
  expect(complaints.filter((line) => !/Roboto|fonts|ERR_FAILED/.test(line))).toEqual([]);
  await context.close();
});

test('says in words why somebody is not let in, once, and takes a token all the same', async () => {
  const { page, context } = await open('/sessions');
  await logInAs(page, 'eve');
  await page.getByText('You have no role here.').waitFor();
  expect(page.url()).not.toContain('login_problem');
  await page.reload();
  await page.getByLabel('Access token').fill(await house.agent.token());
  expect(await page.getByText('You have no role here.').count()).toBe(0);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await context.close();
});

test('logs out here and, as it is set, at the provider', async () => {
  const { page, context } = await open('/overview');
  await logInAs(page, 'uma');
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: /sign me out/ }).click();
  await page.getByRole('button', { name: 'Log in with Acme' }).waitFor();
  expect(new URL(page.url()).origin).toBe(house.agent.url);
  expect((await context.cookies()).filter(({ name }) => name === 'ga_session')).toEqual([]);
  // The provider has forgotten, too: it asks anew.
  await logInAs(page, 'ada');
  expect(await page.getByLabel('Logged in').innerText()).toContain('Admin');
  await context.close();
});

test('shows nothing of what somebody else puts behind the address', async () => {
  const { page, context } = await open('/#login_problem=<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Log in with Acme' }).waitFor();
  expect(await page.getByRole('alert').innerText()).toBe('');
  await context.close();
});
