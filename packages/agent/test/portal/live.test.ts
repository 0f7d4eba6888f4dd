// The live feed in a real browser: rows come by themselves, wait for whoever reads, and survive a broken connection.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page, Request } from 'playwright-core';
import { DEMO } from '../support/ingest.ts';
import { row } from '../support/rows.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { buildPortal, launch, visit, type Visit } from './browser.ts';
import { cookieFor, seededAgent, type SeededAgent } from './seeded-agent.ts';

let seeded: SeededAgent;
let browser: Browser;
let proxy: TcpProxy;
let minute = 100;

beforeAll(async () => {
  await buildPortal();
  [seeded, browser] = await Promise.all([seededAgent(), launch()]);
  proxy = await tcpProxy(seeded.agent.url);
});

afterAll(async () => {
  await browser.close();
  await proxy.down();
  await seeded.agent.remove();
});

const open = (path: string, base = seeded.agent.url): Promise<Visit> =>
  visit(browser, { url: base + path, cookie: seeded.cookie });

const isLive = (page: Page): Promise<void> => page.getByText('New rows show by themselves.').waitFor();

async function happened(toolName: string): Promise<void> {
  minute += 1;
  const event = row(minute, { event: 'tool_result', toolName, userEmail: 'live@acme.example' });
  await seeded.agent.writer.append({ org: DEMO, tenant: DEMO, dataset: 'default' }, [event]);
}

const lineOf = (page: Page, tool: string) => page.locator('tbody tr', { hasText: tool });

describe('the live feed', () => {
  test('shows what the filters let through, newest first, once, and asks for nothing more', async () => {
    const { page, context, complaints } = await open('/decisions?user_email=live%40acme.example');
    await isLive(page);
    await page.getByText('Nothing matches these filters.').waitFor();
    await happened('First');
    await lineOf(page, 'First').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await seeded.agent.writer.append({ org: DEMO, tenant: DEMO, dataset: 'default' }, [
      row(50, { userEmail: 'other@acme.example', toolName: 'Foreign' }),
    ]);
    await happened('Second');
    await lineOf(page, 'Second').waitFor();
    expect(await page.locator('tbody .col-tool').allInnerTexts()).toEqual(['Second', 'First']);
    expect(asked).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('waits while a row is open, and leaves nothing out afterwards', async () => {
    const { page, context } = await open('/decisions?user_email=live%40acme.example');
    await isLive(page);
    await page
      .getByRole('button', { name: /Details of row/ })
      .first()
      .click();
    await page.getByText('Paused while you read').waitFor();
    await page.getByText('Signature over the envelope: holds').waitFor();
    const before = await page.locator('tbody').boundingBox();
    await happened('Meanwhile');
    // Somebody else who follows has it already: it would be here by now.
    const other = await context.newPage();
    await other.goto(`${seeded.agent.url}/decisions?user_email=live%40acme.example`);
    await lineOf(other, 'Meanwhile').waitFor();
    expect(await lineOf(page, 'Meanwhile').count()).toBe(0);
    expect(await page.locator('tbody').boundingBox()).toEqual(before);
    await other.close();
    await page.bringToFront();
    await page
      .getByRole('button', { name: /Details of row/ })
      .first()
      .click();
    await lineOf(page, 'Meanwhile').waitFor();
    await context.close();
  });

  test('goes on where it broke off', async () => {
    const { page, context } = await open('decisions', proxy.url);
    await isLive(page);
    const streams: Request[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/stream')) streams.push(request);
    });
    await proxy.down();
    await page.getByText('The live connection broke.').waitFor();
    await happened('WhileAway');
    await proxy.up();
    await lineOf(page, 'WhileAway').waitFor();
    await isLive(page);
    await happened('Afterwards');
    await lineOf(page, 'Afterwards').waitFor();
    expect(await lineOf(page, 'WhileAway').count()).toBe(1);
    expect(await streams.at(-1)?.headerValue('last-event-id')).toMatch(/^\d+$/);
    await context.close();
  });

  test('without a stream it says so, and asks instead', async () => {
    const { page, context } = await open('/overview');
    await page.route('**/decisions/stream*', (route) => route.fulfill({ status: 429, json: {} }));
    await page.getByRole('link', { name: 'Decisions' }).click();
    await page.getByText('The page asks every 5 seconds instead.').waitFor();
    await happened('Asked');
    await lineOf(page, 'Asked').waitFor();
    await page.unroute('**/decisions/stream*');
    await isLive(page);
    await context.close();
  });

  test('switched off, nothing comes until it is switched on', async () => {
    const { page, context } = await open('/decisions');
    await isLive(page);
    await page.getByRole('button', { name: 'Live: on' }).click();
    await page.getByText('New rows do not show by themselves.').waitFor();
    await happened('Unasked');
    await page.getByRole('button', { name: 'Live: off' }).click();
    await lineOf(page, 'Unasked').waitFor();
    await context.close();
  });

  test('ends with a token that is revoked, and forgets what was shown', async () => {
    const headers = { authorization: `Bearer ${seeded.admin}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ scopes: ['read'], name: 'short' });
    const made = await fetch(`${seeded.agent.url}/api/v1/tokens`, { method: 'POST', headers, body });
    const { id, token } = (await made.json()) as { id: string; token: string };
    const cookie = await cookieFor(seeded.agent.url, token);
    const { page, context } = await visit(browser, { url: `${proxy.url}decisions`, cookie });
    await isLive(page);
    await fetch(`${seeded.agent.url}/api/v1/tokens/${id}`, { method: 'DELETE', headers });
    await proxy.down();
    await proxy.up();
    await page.getByText('Your session ended').waitFor();
    expect(await page.locator('tbody').count()).toBe(0);
    await context.close();
  });
});
