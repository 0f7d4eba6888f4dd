// Logging in and out in a real browser: what stays, what goes, and what never was in the page's reach.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit, type Visit } from './browser.ts';
import { cookieFor, MEMBER, seededAgent, type SeededAgent } from './seeded-agent.ts';

let seeded: SeededAgent;
let browser: Browser;

beforeAll(async () => {
  await buildPortal();
  [seeded, browser] = await Promise.all([seededAgent(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await seeded.agent.remove();
});

const open = (path: string, cookie?: string): Promise<Visit> =>
  visit(browser, { url: seeded.agent.url + path, ...(cookie !== undefined && { cookie }) });

const logIn = async (page: Page, token: string): Promise<void> => {
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Log in' }).click();
};

/** A token of its own, for who takes it away again. */
async function freshToken(): Promise<{ token: string; revoke: () => Promise<void> }> {
  const { url } = seeded.agent;
  const headers = { authorization: `Bearer ${seeded.admin}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ scopes: ['read'], name: 'fresh' });
  const made = await fetch(`${url}/api/v1/tokens`, { method: 'POST', headers, body });
  const { id, token } = (await made.json()) as { id: string; token: string };
  const revoke = async (): Promise<void> => {
    await fetch(`${url}/api/v1/tokens/${id}`, { method: 'DELETE', headers });
  };
  return { token, revoke };
}

describe('logging in', () => {
  test('a token that is not known is refused in words, and stays out', async () => {
    const { page, context } = await open('/decisions');
    await logIn(page, 'gat_nothing');
    await page.getByText('This token is not known').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'login');
    await context.close();
  });

  test('leads to the page that was asked for, and a reload keeps it', async () => {
    const { page, context, complaints } = await open('/decisions?decision=blocked');
    await logIn(page, seeded.token);
    await page.getByRole('table').waitFor();
    await page.reload();
    await page.getByRole('table').waitFor();
    expect(new URL(page.url()).search).toBe('?decision=blocked');
    expect(await page.getByLabel('Logged in').innerText()).toMatch(/demo[^]*Auditor/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('leaves neither the token nor the cookie where a script could read it', async () => {
    const { page, context } = await open('/overview');
    await logIn(page, seeded.token);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain('gat_');
    expect(await page.content()).not.toContain('gat_');
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'ga_session', httpOnly: true, sameSite: 'Strict' });
    const heap = await heapOf(page);
    // Something that is certainly there, so that a search that cannot find anything fails.
    expect(heap).toContain('Governance Agent');
    expect(heap).not.toContain(seeded.token);
    await context.close();
  });

  test('an agent that does not answer is no logout', async () => {
    const { page, context } = await open('/decisions', seeded.cookie);
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.reload();
    await page.getByRole('alert').getByText('The agent does not answer').waitFor();
    await page.unroute('**/api/v1/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await context.close();
  });
});

describe('what a session may', () => {
  test('a change without the CSRF token is refused, and the session lives on', async () => {
    const { page, context } = await open('/decisions', await cookieFor(seeded.agent.url, seeded.token));
    const statuses = await page.evaluate(async () => {
      const change = (headers: Record<string, string>) =>
        fetch('/api/v1/session', { method: 'DELETE', headers }).then(({ status }) => status);
      return [await change({}), await change({ 'X-CSRF-Token': 'guessed' })];
    });
    expect(statuses).toEqual([403, 403]);
    await page.reload();
    await page.getByRole('table').waitFor();
    await context.close();
  });

  test('a member sees who they are, and their own rows alone', async () => {
    const cookie = await cookieFor(seeded.agent.url, seeded.member);
    const { page, context, complaints } = await open('/decisions', cookie);
    await page.getByRole('table').waitFor();
    expect(await page.getByLabel('Logged in').innerText()).toMatch(/dev@acme\.example[^]*Member/);
    const users = await page.locator('tbody .col-user').allInnerTexts();
    expect(users.length).toBeGreaterThan(0);
    expect(new Set(users)).toEqual(new Set([MEMBER]));
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('the end of a session', () => {
  test('logging out ends it for the agent, for a reload and for the other tabs', async () => {
    const cookie = await cookieFor(seeded.agent.url, seeded.token);
    const { page, context } = await open('/decisions', cookie);
    const other = await context.newPage();
    await other.goto(`${seeded.agent.url}/sessions`);
    await other.getByRole('table').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Access token').waitFor();
    await other.getByLabel('Access token').waitFor();
    expect(await page.getByText('user_prompt').count()).toBe(0);
    await page.reload();
    await page.getByLabel('Access token').waitFor();
    const headers = { cookie: `ga_session=${cookie}` };
    expect((await fetch(`${seeded.agent.url}/api/v1/session`, { headers })).status).toBe(401);
    await context.close();
  });

  test('a revoked token ends it with the next request, and what was shown is forgotten', async () => {
    const { token, revoke } = await freshToken();
    const { page, context } = await open('/sessions', await cookieFor(seeded.agent.url, token));
    await page.getByRole('link', { name: 's-quiet' }).waitFor();
    await revoke();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Your session ended').waitFor();
    await logIn(page, seeded.member);
    await page.getByLabel('Logged in').getByText(MEMBER).waitFor();
    await context.close();
  });

  test('somebody else who logs in in another tab is who this tab shows', async () => {
    const { page, context } = await open('/decisions', await cookieFor(seeded.agent.url, seeded.token));
    await page.getByRole('table').waitFor();
    await context.clearCookies();
    const other = await context.newPage();
    await other.goto(seeded.agent.url);
    await logIn(other, seeded.member);
    await page.getByLabel('Logged in').getByText(MEMBER).waitFor();
    await page.getByRole('table').waitFor();
    expect(new Set(await page.locator('tbody .col-user').allInnerTexts())).toEqual(new Set([MEMBER]));
    await context.close();
  });
});

/** Every string that the page's scripts can still reach. */
async function heapOf(page: Page): Promise<string> {
  const debug = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  debug.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await debug.send('HeapProfiler.collectGarbage');
  await debug.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  return chunks.join('');
}
