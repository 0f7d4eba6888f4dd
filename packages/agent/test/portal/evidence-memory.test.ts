// What a browser remembers of a chain, and finds: rows edited by raw SQL, a store that was set back, a key that changed.
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { runHere } from '../cli/run-cli.ts';
import { DEMO } from '../support/ingest.ts';
import { dropGuards, setBack } from '../support/set-back.ts';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit } from './browser.ts';
import { ask, ofBrowser, smallAgent, verifyHere, verifyThere, type Seeded } from './evidence-page.ts';
import { HOSTILE } from './seeded-agent.ts';

let browser: Browser;
let seeded: Seeded;

beforeAll(async () => {
  await buildPortal();
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  seeded = await smallAgent();
});
afterEach(() => seeded.agent.remove());

const open = () => visit(browser, { url: `${seeded.agent.url}/evidence`, cookie: seeded.cookie });

async function edit(seq: number, change: object): Promise<void> {
  const { knex } = seeded.agent.database;
  await dropGuards(knex);
  await knex('audit_logs').where({ tenant: DEMO, seq }).update(change);
}

test('grows, and the next visit checks that it only grew', async () => {
  const { page, context } = await open();
  await verifyHere(page, 'verified');
  await page.getByText('is the one that this browser remembers').waitFor();
  await ask(seeded, '/audit/export?format=jsonl&from=1&through=1');
  await ask(seeded, '/audit/checkpoint?fresh=true');
  await page.reload();
  await page.getByText('and nothing before them was changed').waitFor();
  await verifyHere(page, 'verified');
  await ofBrowser(page).getByText('the checkpoint that this browser remembers').waitFor();
  await context.close();
});

describe('tampering by raw SQL', () => {
  test('an edited row is found by the agent and by the browser', async () => {
    await edit(7, { tool_name: HOSTILE });
    const { page, context, complaints } = await open();
    await verifyThere(page, 'broken');
    const there = page.getByRole('region', { name: 'Findings of the agent' });
    await there.getByText('The row was edited', { exact: false }).waitFor();
    await verifyHere(page, 'broken');
    const here = page.getByRole('region', { name: 'Findings of this browser' }).locator('tbody tr');
    expect(await here.locator('td').nth(1).innerText()).toBe('7');
    expect(await here.locator('td').nth(2).innerText()).toBe('column');
    await page.getByText('Nothing yet. A bundle that verifies below').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await screenshot(page, 'evidence-broken');
    await context.close();
  });

  test('hashes that were rewritten too: the agent makes no bundle of them, and the page says what to do', async () => {
    await edit(7, { row_hash: Buffer.alloc(32, 7).toString('base64') });
    const { page, context } = await open();
    await page.getByRole('button', { name: 'Verify in this browser' }).click();
    await page.getByRole('alert').getByText('Store damaged', { exact: false }).waitFor();
    await page.getByText('refuses to make a bundle').waitFor();
    await verifyThere(page, 'broken');
    await context.close();
  });
});

describe('what the browser remembers', () => {
  test('a store that was set back is shouted, and a verdict of the agent does not silence it', async () => {
    const { page, context } = await open();
    await verifyHere(page, 'verified');
    const kept = page.getByRole('region', { name: 'What this browser remembers' });
    await kept.getByText('Verified here').waitFor();
    await setBack(seeded.agent.database.knex, DEMO, 20);
    await page.reload();
    await page.getByRole('alert').getByText('The chain is shorter than what this browser saw').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'evidence-shorter');
    await verifyThere(page, 'verified');
    await page.getByRole('alert').getByText('The chain is shorter than what this browser saw').waitFor();
    await context.close();
  });

  test('a chain that is gone is shouted on an empty page', async () => {
    const { page, context } = await open();
    await verifyHere(page, 'verified');
    await setBack(seeded.agent.database.knex, DEMO, 0);
    await page.reload();
    await page.getByRole('alert').getByText('The chain is shorter than what this browser saw').waitFor();
    await page.getByText('There is no row yet').waitFor();
    await context.close();
  });

  test('a remembered tree that the chain does not begin with is shouted', async () => {
    const { page, context } = await open();
    await verifyHere(page, 'verified');
    await page.evaluate(`(() => {
      const name = Object.keys(localStorage).find((key) => key.includes('evidence'));
      const memory = JSON.parse(localStorage.getItem(name));
      const [origin, size] = memory.tree.note.split('\\n');
      const root = btoa(String.fromCharCode(...new Uint8Array(32)));
      memory.tree.note = memory.tree.note.replace(memory.tree.root, root);
      memory.tree.root = root;
      localStorage.setItem(name, JSON.stringify(memory));
    })()`);
    await ask(seeded, '/audit/checkpoint?fresh=true');
    await page.reload();
    await page.getByRole('alert').getByText('The chain is not the one that this browser saw').waitFor();
    await verifyHere(page, 'broken');
    await context.close();
  });

  test('is exported as a checkpoint and imported in another browser, unless nobody known signed it', async () => {
    const first = await open();
    await verifyHere(first.page, 'verified');
    const downloaded = first.page.waitForEvent('download');
    await first.page.getByRole('button', { name: 'Export as checkpoint' }).click();
    const note = await readFile(await (await downloaded).path(), 'utf8');
    await first.context.close();
    const { page, context } = await open();
    const take = async (text: string): Promise<void> => {
      await page.getByLabel('A checkpoint that you kept').fill(text);
      await page.getByRole('button', { name: 'Import checkpoint' }).click();
    };
    await take('nothing');
    await page.getByRole('alert').getByText('This is no checkpoint.').waitFor();
    await take(note.replace(/^(\S+\n)\d+/, '$13'));
    await page.getByRole('alert').getByText('signed this checkpoint').waitFor();
    await take(note);
    await page.getByText('Imported', { exact: true }).waitFor();
    await page.getByText(/is the one that this browser remembers|nothing before them was changed/).waitFor();
    await page.getByRole('button', { name: 'Forget', exact: true }).click();
    await page.getByRole('button', { name: 'Forget it: press again' }).click();
    await page.getByText('Nothing yet.').waitFor();
    await context.close();
  });
});

test('a rotation is shouted until the chain itself led from the old key to the new one', async () => {
  const { agent } = seeded;
  const { page, context } = await open();
  await verifyHere(page, 'verified');
  const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
  expect(await runHere(['keys', 'rotate', '--reason', 'yearly'], env)).toMatchObject({ code: 0 });
  await page.reload();
  const shouted = page.getByRole('alert').getByText('The agent signs with another key');
  await shouted.waitFor();
  await page.getByRole('region', { name: 'Keys of the chain' }).getByText('retired').waitFor();
  await verifyHere(page, 'verified');
  await shouted.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByText(/is the one that this browser remembers|nothing before them was changed/).waitFor();
  expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
  await context.close();
});
