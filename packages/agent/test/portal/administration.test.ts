// Administration in a real browser: what is made works, what is ended ends, what is dangerous asks first.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { runHere } from '../cli/run-cli.ts';
import { actsOf } from '../support/api-call.ts';
import { DEMO, postLogs } from '../support/ingest.ts';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit, type Visit, type VisitOptions } from './browser.ts';
import { cookieFor, HOSTILE, MEMBER, seededAgent, type SeededAgent } from './seeded-agent.ts';

let seeded: SeededAgent;
let browser: Browser;
let cookie: string;

beforeAll(async () => {
  await buildPortal();
  [seeded, browser] = await Promise.all([seededAgent(), launch()]);
  cookie = await cookieFor(seeded.agent.url, seeded.admin);
});

afterAll(async () => {
  await browser.close();
  await seeded.agent.remove();
});

const open = (section: string, options: Partial<VisitOptions> = {}): Promise<Visit> =>
  visit(browser, { url: `${seeded.agent.url}/administration?section=${section}`, cookie, ...options });

const run = (...words: string[]) => {
  const { dataDir, databaseUrl, clock } = seeded.agent;
  return runHere(words, { DATA_DIR: dataDir, DATABASE_URL: databaseUrl }, clock);
};

describe('a token', () => {
  const send = async (token: string): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    return (await postLogs(seeded.agent.url, `Bearer ${token}`, '{"resourceLogs":[]}', headers)).status;
  };

  test('made on the page sends; revoked on the page it is refused, and the chain tells of both', async () => {
    const { page, context, complaints } = await open('tokens');
    await page.getByLabel('What it is for').fill('laptops of core');
    await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('default');
    await page.getByRole('button', { name: 'Make token' }).click();
    const shown = page.getByRole('region', { name: 'New token' });
    const token = await shown.locator('code').innerText();
    expect(token).toMatch(/^gat_/);
    expect(await send(token)).toBe(200);
    await screenshot(page, 'administration-new-token');
    await page.getByRole('button', { name: 'I have it' }).click();
    expect(await page.locator('body').innerText()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke laptops of core' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Revoke this token?' });
    const confirm = dialog.getByRole('button', { name: 'Revoke' });
    await dialog.getByLabel('Type laptops of core to confirm').fill('laptops');
    expect(await confirm.isDisabled()).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'administration-confirm');
    await dialog.getByLabel('Type laptops of core to confirm').fill('laptops of core');
    await confirm.click();
    await page.getByText('laptops of core is revoked.').waitFor();
    expect(await send(token)).toBe(401);
    expect(await page.getByRole('button', { name: 'Revoke laptops of core' }).count()).toBe(0);
    const [revoked, created] = await actsOf(seeded.agent, DEMO);
    expect([revoked, created]).toMatchObject([
      { event: 'token_revoked', actor: expect.stringMatching(/^token:/) },
      { event: 'token_created', scopes: 'ingest:default' },
    ]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('of a member names whose rows it reads; a hostile name stays text', async () => {
    const { page, context, complaints } = await open('tokens');
    await page.getByLabel('What it is for').fill(HOSTILE);
    await page.getByLabel('It may').selectOption('read:own');
    await page.getByLabel('Whose rows (e-mail)').fill(MEMBER);
    await page.getByRole('combobox', { name: 'Ends' }).selectOption('never');
    await page.getByRole('button', { name: 'Make token' }).click();
    await page.getByRole('region', { name: 'New token' }).waitFor();
    const row = page.getByRole('region', { name: 'Tokens' }).locator('tr', { hasText: '<script>' });
    expect(await row.innerText()).toContain(MEMBER);
    expect(await page.locator('main script, main img, [onerror]').count()).toBe(0);
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('that is the own one ends the session', async () => {
    const own = await seeded.agent.token({ tenant: DEMO, name: 'own', scopes: ['admin'] });
    const { page, context } = await open('tokens', { cookie: await cookieFor(seeded.agent.url, own) });
    await page.getByRole('button', { name: 'Revoke own' }).click();
    await page.getByLabel('Type own to confirm').fill('own');
    await page.keyboard.press('Enter');
    await page.getByText('Your session ended').waitFor();
    await context.close();
  });
});

describe('a hold', () => {
  const erase = (...how: string[]) =>
    run('erase', '--user', MEMBER, '--tenant', DEMO, '--reason', 'asked', ...how);

  test('placed on the page refuses an erasure until it is released on the page', async () => {
    const { page, context, complaints } = await open('holds');
    await page.getByText('No hold is open.').waitFor();
    await page.getByLabel('E-mail or id, as the rows have it').fill(MEMBER);
    await page.getByLabel('Name of the hold').fill('case-7');
    await page.getByLabel('Why (stored masked)').fill(`letter about ${MEMBER}`);
    await page.getByRole('button', { name: 'Place hold' }).click();
    await page.getByText('The hold is placed.').waitFor();
    await screenshot(page, 'administration-holds');
    expect(await erase('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('case-7') });
    await page.getByRole('button', { name: 'Release case-7' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Release the hold case-7?' });
    await dialog.getByLabel('Why (stored masked)').fill('settled');
    await dialog.getByLabel('Type case-7 to confirm').fill('case-7');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await page.getByText('case-7 is released.').waitFor();
    expect(await erase()).toMatchObject({ code: 0 });
    const [released, placed] = await actsOf(seeded.agent, DEMO);
    expect(released).toMatchObject({ event: 'legal_hold_released', reason: 'settled' });
    expect(placed).toMatchObject({ event: 'legal_hold_placed', reason: 'letter about [EMAIL]' });
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('covers a range of time as it was typed, in the zone of who typed it', async () => {
    const { page, context } = await open('holds');
    await page.getByLabel('Hold the content of').selectOption('range');
    await page.getByLabel('Received from').fill('2026-11-01T08:00');
    await page.getByLabel('Until before').fill('2026-11-02T08:00');
    await page.getByLabel('Name of the hold').fill('november');
    await page.getByRole('button', { name: 'Place hold' }).click();
    await page.getByRole('button', { name: 'Release november' }).waitFor();
    const { stdout } = await run('hold', 'list', '--tenant', DEMO, '--json');
    const local = (text: string): string => new Date(text).toISOString();
    const value = `${local('2026-11-01T08:00')}/${local('2026-11-02T08:00')}`;
    expect(JSON.parse(stdout)).toMatchObject({ hold: 'november', scope: 'range', value });
    await run('hold', 'release', 'november', '--tenant', DEMO);
    await context.close();
  });

  test('of a name that is taken is refused in words', async () => {
    await run('hold', 'place', '--tenant', DEMO, '--id', 'taken');
    const { page, context } = await open('holds');
    await page.getByLabel('Hold the content of').selectOption('tenant');
    await page.getByLabel('Name of the hold').fill('taken');
    await page.getByRole('button', { name: 'Place hold' }).click();
    await page.getByRole('alert').getByText('A hold of this name is open').waitFor();
    await run('hold', 'release', 'taken', '--tenant', DEMO);
    await context.close();
  });
});

test('a dataset is made and deleted; one that holds records stays, and the dialog says why', async () => {
  const { page, context } = await open('datasets');
  await page.getByLabel('Name', { exact: true }).fill('team-a');
  await page.getByRole('button', { name: 'Make dataset' }).click();
  const button = page.getByRole('button', { name: 'Delete team-a' });
  await button.click();
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await page.locator('button:focus[aria-label="Delete team-a"]').waitFor();
  const filled = await seeded.agent.token({ tenant: DEMO, scopes: ['ingest:team-a'] });
  const log = { logRecords: [{ body: { stringValue: 'claude_code.user_prompt' } }] };
  const headers = { 'content-type': 'application/json', 'x-dataset': 'team-a' };
  const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [log] }] });
  expect((await postLogs(seeded.agent.url, `Bearer ${filled}`, body, headers)).status).toBe(200);
  await button.click();
  await page.getByLabel('Type team-a to confirm').fill('team-a');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByText('The dataset holds records').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('Name', { exact: true }).fill('team-b');
  await page.getByRole('button', { name: 'Make dataset' }).click();
  await page.getByRole('button', { name: 'Delete team-b' }).click();
  await page.getByLabel('Type team-b to confirm').fill('team-b');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('team-b is deleted.').waitFor();
  await context.close();
});

test('a licence is listed as it was issued, and revoked', async () => {
  const { stdout } = await run('license', 'issue', '--org', DEMO, '--json');
  const { id, license } = JSON.parse(stdout) as { id: string; license: string };
  const send = async (): Promise<number> => {
    const basic = `Basic ${Buffer.from(`${DEMO}:${license}`).toString('base64')}`;
    const headers = { 'content-type': 'application/json' };
    return (await postLogs(seeded.agent.url, basic, '{"resourceLogs":[]}', headers)).status;
  };
  expect(await send()).toBe(200);
  const { page, context } = await open('licences');
  const short = id.slice(0, 8);
  await page.getByRole('button', { name: `Revoke ${short}` }).click();
  await page.getByLabel(`Type ${short} to confirm`).fill(short);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The licence is revoked.').waitFor();
  expect(await send()).toBe(401);
  await context.close();
});

test('keys are shown with what auditors pinned, retention with what it would do', async () => {
  const { page, context, complaints } = await open('keys');
  const { row_signing: key } = JSON.parse((await run('keys', 'show', '--json')).stdout) as {
    row_signing: { key_id: string };
  };
  const shown = await page.getByRole('region', { name: 'Keys' }).locator('code').first().innerText();
  expect(shown.replaceAll(' ', '').startsWith(key.key_id)).toBe(true);
  await page.getByRole('tab', { name: 'Retention' }).click();
  await page.waitForURL(/section=retention/);
  await page.getByText('RETENTION_DAYS is not set').waitFor();
  await page.getByLabel('Older than, in days').fill('1');
  await page.getByRole('button', { name: 'Count' }).click();
  await page.getByText(/Content of 0 rows .* Nothing was erased\./).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test.each(['token', 'member'] as const)('%s: told in words that the page is for admins', async (who) => {
  const { page, context } = await open('tokens', {
    cookie: await cookieFor(seeded.agent.url, seeded[who]),
  });
  await page.getByText('This page is for admins.').waitFor();
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /Make|Revoke/ }).count()).toBe(0);
  await context.close();
});

test.each([
  ['wide and light', {}, ''],
  ['wide and dark', { dark: true }, '-dark'],
  ['narrow', { width: 390 }, '-narrow'],
])('%s: nothing that axe calls serious, no sideways scrolling', async (_name, options, picture) => {
  await run('hold', 'place', '--tenant', DEMO, '--session', 's-quiet', '--id', 'look');
  const { page, context, complaints } = await open('tokens', options);
  for (const section of ['Tokens', 'Datasets', 'Licences', 'Keys', 'Retention', 'Holds']) {
    await page.getByRole('tab', { name: section }).click();
    await page.getByRole('tabpanel').locator('table, .facts, .empty').first().waitFor();
    expect([section, await seriousFindings(page)]).toEqual([section, []]);
    const fits = 'document.documentElement.scrollWidth <= window.innerWidth';
    expect([section, await page.evaluate(fits)]).toEqual([section, true]);
    await screenshot(page, `administration-${section.toLowerCase()}${picture}`);
  }
  expect(complaints).toEqual([]);
  await context.close();
  await run('hold', 'release', 'look', '--tenant', DEMO);
});
