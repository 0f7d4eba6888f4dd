// Ingest in a real browser: the first event, refusals in words, set-up texts, hostile names, narrow and dark.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { postLogs } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit, type Visit } from './browser.ts';
import { cookieFor, HOSTILE, seededAgent, type SeededAgent } from './seeded-agent.ts';

const ONE_LOG = JSON.stringify({
  resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'claude_code.user_prompt' } }] }] }],
});

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

interface OpenOptions {
  readonly dark?: boolean;
  readonly width?: number;
  readonly cookie?: string;
}
const open = (options: OpenOptions = {}): Promise<Visit> =>
  visit(browser, { url: `${seeded.agent.url}/ingest`, cookie: seeded.cookie, ...options });

/** Rows of senders are there once the agent has written its health down. */
const senders = (page: Page) => page.getByRole('region', { name: 'Senders' }).locator('tbody tr');

describe('an agent that nobody has sent to', () => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await testAgent('sqlite');
  });
  afterAll(() => agent.remove());

  test('guides through the set-up, and tells of the first event and of a refusal', async () => {
    const cookie = await cookieFor(agent.url, await agent.token());
    const { page, context, complaints } = await visit(browser, { url: `${agent.url}/ingest`, cookie });
    await page.getByText('Nothing has arrived yet.').waitFor();
    await page.getByText('Watching: nothing new').waitFor();
    await page.getByLabel('Text to paste').getByText('CLAUDE_CODE_ENABLE_TELEMETRY').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'ingest-empty');
    const headers = { 'content-type': 'application/json', 'user-agent': 'claude-code/2.1.282' };
    const good = `Bearer ${await agent.token({ scopes: ['ingest:*'] })}`;
    const narrow = `Bearer ${await agent.token({ scopes: ['ingest:team-a'] })}`;
    expect((await postLogs(agent.url, narrow, ONE_LOG, headers)).status).toBe(403);
    expect((await postLogs(agent.url, good, ONE_LOG, headers)).status).toBe(200);
    await page
      .getByText('First event arrived: telemetry comes from claude-code/2.1.282, 1 stored.')
      .waitFor();
    const notice = page.getByRole('status', { name: 'Arrivals' });
    expect(await notice.innerText()).toContain('The credential is good and may not write here');
    const refused = page.getByRole('region', { name: 'Refused requests by reason' });
    expect(await refused.innerText()).toMatch(/forbidden\s+The credential is good/);
    expect(await senders(page).first().innerText()).toMatch(/claude-code\/2\.1\.282[\s\S]*just now/);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test('the set-up text is the one of the API, and is copied with the credential that was typed', async () => {
  const { page, context, complaints } = await open();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = page.getByLabel('Text to paste');
  const asked = async (query: string): Promise<{ text: string; placeholder: string }> => {
    const url = `${seeded.agent.url}/api/v1/ingest/setup?endpoint=${seeded.agent.url}&${query}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${seeded.token}` } });
    return (await response.json()) as { text: string; placeholder: string };
  };
  const bash = await asked('kind=claude-code&shell=bash');
  await text.waitFor();
  expect(await text.textContent()).toBe(bash.text);
  await page.getByLabel('Shell').selectOption('powershell');
  await text.getByText('$env:').first().waitFor();
  expect(await text.textContent()).toBe((await asked('kind=claude-code&shell=powershell')).text);
  await page.getByRole('checkbox', { name: 'Prompts' }).check();
  await text.getByText('OTEL_LOG_USER_PROMPTS').first().waitFor();
  for (const [tab, kind, mark] of [
    ['Script', 'script', 'Source it, do not run it'],
    ['Managed settings', 'managed-settings', '"env": {'],
    ['Cowork', 'cowork', 'Admin settings > Cowork'],
    ['Cowork, third party', 'cowork-third-party', 'otlpAuthMode'],
  ] as const) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await text.getByText(mark).first().waitFor();
    expect(await text.textContent()).toBe((await asked(`kind=${kind}&content=prompts`)).text);
  }
  const token = `gat_${'t'.repeat(43)}`;
  await page.getByLabel('Ingest token, to copy along').fill(token);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
  await page.getByRole('tab', { name: 'Claude Code' }).click();
  await page.getByRole('button', { name: 'Copy with credential' }).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  const pasted = (await asked('kind=claude-code&shell=bash&content=prompts')).text;
  expect(copied).toBe(pasted.replaceAll(bash.placeholder, token));
  expect(await page.locator('body').innerText()).not.toContain(token);
  expect(requests.join()).not.toContain(token);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a hostile User-Agent stays text, whatever is in the store', async () => {
  const { agent, token } = seeded;
  const headers = { 'content-type': 'application/json', 'user-agent': HOSTILE };
  expect((await postLogs(agent.url, `Bearer ${token}`, ONE_LOG, headers)).status).toBe(403);
  const { knex } = agent.database;
  const [row] = (await knex('ingest_health').where({ tenant: 'demo' }).limit(1)) as Record<string, unknown>[];
  await knex('ingest_health').insert({ ...row, tenant: 'demo', sender: HOSTILE });
  const counts = { tenant: 'demo', sender: HOSTILE, total: 7, last_seen: agent.clock.now() };
  for (const kind of ['client', 'dataset', 'reason'])
    await knex('ingest_health_counts').insert({ ...counts, kind, name: `${kind} ${HOSTILE}` });
  const { page, context, complaints } = await open();
  await senders(page).getByText(HOSTILE.slice(0, 30)).first().waitFor();
  await page
    .getByRole('region', { name: 'Refused requests by reason' })
    .getByText('reason <script>')
    .waitFor();
  expect(await page.locator('main script, main img, main svg, [onerror], [onmouseover]').count()).toBe(0);
  expect(await page.evaluate('window.owned')).toBeUndefined();
  expect(await seriousFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
  await knex('ingest_health_counts').where({ sender: HOSTILE }).delete();
  await knex('ingest_health').where({ sender: HOSTILE }).delete();
});

test('a member is told in words that the page is not for them', async () => {
  const { page, context } = await open({ cookie: await cookieFor(seeded.agent.url, seeded.member) });
  await page.getByText('This page is for auditors and admins.').waitFor();
  expect(await page.getByRole('link', { name: 'Ingest' }).count()).toBe(0);
  await context.close();
});

test('the keyboard alone goes from one kind of set-up to the next', async () => {
  const { page, context } = await open();
  await page.getByRole('tab', { name: 'Claude Code' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Script', selected: true }).waitFor();
  await page.getByLabel('Text to paste').getByText('Source it, do not run it').waitFor();
  await context.close();
});

test.each([
  ['wide and light', {}, 'ingest'],
  ['wide and dark', { dark: true }, 'ingest-dark'],
  ['narrow', { width: 390 }, 'ingest-narrow'],
])('%s: nothing that axe calls serious, no sideways scrolling', async (_name, options, picture) => {
  const { page, context, complaints } = await open(options);
  await senders(page).first().waitFor();
  await page.getByLabel('Text to paste').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  expect(complaints).toEqual([]);
  await screenshot(page, picture);
  await context.close();
});
