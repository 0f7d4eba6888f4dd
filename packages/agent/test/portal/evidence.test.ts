// Evidence in a real browser over an honest chain: both verifications, keys, hostile text, axe.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateSigningKey, publicKeyToPem } from '@governance-agent/audit-core';
import type { Browser } from 'playwright-core';
import { verifyBundle } from '../../../../verifiers/node/verify-bundle.mjs';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit, type VisitOptions } from './browser.ts';
import { agentKey, ask, ofBrowser, trust, verifyHere, verifyThere } from './evidence-page.ts';
import { cookieFor, HOSTILE, seededAgent, type SeededAgent } from './seeded-agent.ts';

let browser: Browser;
let shared: SeededAgent;

beforeAll(async () => {
  await buildPortal();
  // Another name for this machine: plain HTTP from elsewhere, where browsers offer no cryptography.
  const names = ['--host-resolver-rules=MAP audit.example 127.0.0.1'];
  [shared, browser] = await Promise.all([seededAgent(), launch(names)]);
});
afterAll(async () => {
  await browser.close();
  await shared.agent.remove();
});

const open = (options: Partial<VisitOptions> = {}) =>
  visit(browser, { url: `${shared.agent.url}/evidence`, cookie: shared.cookie, ...options });

describe('an honest chain', () => {
  test('is shown as it stands, and verifies on the agent and here', async () => {
    const { page, context, complaints } = await open();
    await page.getByText('Does not prove that the client told the truth', { exact: false }).first().waitFor();
    const { size } = await ask(shared);
    const state = page.getByRole('region', { name: 'Chain', exact: true });
    await state.getByText(size.toLocaleString('en'), { exact: true }).waitFor();
    await state.getByText('present', { exact: true }).waitFor();
    await state.getByText('not since it was started').waitFor();
    await verifyThere(page, 'verified');
    await state.getByText(/full, .* rows$/).waitFor();
    await verifyHere(page, 'verified');
    await ofBrowser(page).getByText('the browser itself (Web Crypto)').waitFor();
    await page.getByText('Trusted on first use:').waitFor();
    expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await screenshot(page, 'evidence-verified');
    await context.close();
  });

  test.each([
    ['a session', { Rows: 'session' }, 's-quiet', 2],
    ['the newest rows', { Rows: 'last' }, '3', 3],
  ])('%s alone verifies, and the file that was judged can be kept', async (_name, choice, typed, rows) => {
    const { page, context } = await open();
    await page.getByRole('combobox', { name: 'Rows', exact: true }).selectOption(choice.Rows);
    await page
      .getByRole('textbox', { name: choice.Rows === 'session' ? 'Session' : /^How many/ })
      .fill(typed);
    await trust(page, publicKeyToPem(await agentKey(shared)));
    await page.getByText('Your key:').waitFor();
    await verifyHere(page, 'verified');
    await ofBrowser(page).getByText('signed by your key', { exact: false }).waitFor();
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save this bundle' }).click();
    const bytes = await readFile(await (await downloaded).path());
    const report = await verifyBundle(bytes, { keys: [await agentKey(shared)] });
    expect(report).toMatchObject({ verdict: 'verified', rows });
    await context.close();
  });

  test('filters of the address choose the rows, also of a bundle that is only downloaded', async () => {
    const { page, context } = await open({
      url: `${shared.agent.url}/evidence?user_email=dev%40acme.example&decision=blocked`,
    });
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download bundle' }).click();
    const bytes = await readFile(await (await downloaded).path());
    const report = await verifyBundle(bytes, { keys: [await agentKey(shared)] });
    expect(report).toMatchObject({ verdict: 'verified', rows: 1 });
    await context.close();
  });

  test('over plain HTTP from another machine it verifies with noble', async () => {
    const url = `${shared.agent.url.replace('127.0.0.1', 'audit.example')}/evidence`;
    const { page, context, complaints } = await open({ url });
    expect(await page.evaluate('isSecureContext')).toBe(false);
    await page.getByLabel(/^How many/).fill('40');
    await verifyHere(page, 'verified');
    await ofBrowser(page).getByText('noble, in JavaScript', { exact: false }).waitFor();
    // Chromium says so for every page of this kind.
    expect(complaints.filter((text) => !text.includes('Cross-Origin-Opener-Policy header'))).toEqual([]);
    await context.close();
  });
});

describe('the key', () => {
  test('of somebody else: nothing verifies, in words that do not accuse too early', async () => {
    const { page, context } = await open();
    await trust(page, publicKeyToPem(generateSigningKey().publicKey));
    await page.getByRole('alert').getByText('The agent signs with another key').waitFor();
    await verifyHere(page, 'broken');
    await page.getByText('ask by another way which key is right').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Forget this key' }).click();
    await page.getByText('No key of your own.').waitFor();
    await context.close();
  });

  test.each([
    ['nothing', 'This is no Ed25519 public key'],
    ['-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----', 'This is a private key'],
    ['some-chain+00000000+AQ==', 'This vkey holds no Ed25519 key'],
  ])('%j is none', async (text, problem) => {
    const { page, context } = await open();
    await trust(page, text);
    await page.getByRole('alert').getByText(problem).waitFor();
    await context.close();
  });
});

test('a member is told that evidence is not theirs to see', async () => {
  const { page, context } = await open({ cookie: await cookieFor(shared.agent.url, shared.member) });
  await page.getByText('Evidence is about the whole tenant.').waitFor();
  await context.close();
});

test('hostile text in the address and in the name of a session stays text', async () => {
  const query = new URLSearchParams({ tool_name: HOSTILE, 'attr.<i>': HOSTILE }).toString();
  const { page, context, complaints } = await open({ url: `${shared.agent.url}/evidence?${query}` });
  await page
    .getByRole('button', { name: /<script>/ })
    .first()
    .waitFor();
  await verifyHere(page, 'verified');
  await page.getByRole('combobox', { name: 'Rows', exact: true }).selectOption('session');
  await page.getByRole('textbox', { name: 'Session', exact: true }).fill(HOSTILE);
  await verifyHere(page, 'verified');
  await ofBrowser(page)
    .getByText(/^1, under a checkpoint/)
    .waitFor();
  await page
    .getByRole('textbox', { name: 'Session', exact: true })
    .fill('<img src=x onerror="window.owned = 4">');
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await page.getByRole('alert').getByText('no such', { exact: false }).waitFor();
  expect(await page.locator('main script, main img, main svg, main i, [onerror]').count()).toBe(0);
  expect(await page.evaluate('window.owned')).toBeUndefined();
  expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
  await context.close();
});

test('the worker is a file of the portal and nothing else', async () => {
  const { page, context } = await open();
  const refused = await page.evaluate(`(() => {
    try { new Worker('data:text/javascript,1'); return 'taken'; } catch (error) { return error.name; }
  })()`);
  expect(refused).toBe('TypeError');
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(new URL(worker.url()).pathname));
  await verifyHere(page, 'verified');
  expect(new Set(workers.map((file) => file.replace(/-[^-]+\.js$/, '')))).toEqual(
    new Set(['/assets/bundle-worker']),
  );
  await context.close();
});

test.each([
  ['on the agent', '**/api/v1/audit/verify*', 'and answers when it is done'],
  ['in this browser', '**/api/v1/audit/export*', 'Downloading: '],
])('a verification %s can be given up', async (where, stalled, waiting) => {
  const { page, context } = await open();
  await page.route(stalled, () => undefined);
  await page.getByRole('button', { name: `Verify ${where}` }).click();
  await page.getByRole('status').getByText(waiting).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText(waiting).waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: `Verify ${where}` }).isEnabled()).toBe(true);
  expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
  await context.close();
});

test.each([
  ['wide and light', { width: 1360 }, 'evidence'],
  ['wide and dark', { dark: true }, 'evidence-dark'],
  ['narrow', { width: 390 }, 'evidence-narrow'],
])('%s: nothing that axe calls serious, no sideways scrolling', async (_name, options, picture) => {
  const { page, context, complaints } = await open(options);
  await page.getByRole('region', { name: 'Keys of the chain' }).waitFor();
  await page.getByText('Trust a key of your own').click();
  expect(await seriousFindings(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  expect(complaints).toEqual([]);
  await screenshot(page, picture);
  await context.close();
});
