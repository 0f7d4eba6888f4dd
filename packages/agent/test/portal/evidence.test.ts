// Evidence in a real browser: an honest chain, chains that were tampered with, and what the browser remembers of them.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateSigningKey, publicKeyToPem, signingKeyFromPem } from '@governance-agent/audit-core';
import type { Browser, Page } from 'playwright-core';
import { verifyBundle } from '../../../../verifiers/node/verify-bundle.mjs';
import { cookieFor, HOSTILE, seededAgent, type SeededAgent } from './seeded-agent.ts';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit, type VisitOptions } from './browser.ts';
import { runHere } from '../cli/run-cli.ts';
import { DEMO } from '../support/ingest.ts';
import { row } from '../support/rows.ts';
import { dropGuards, setBack } from '../support/set-back.ts';
import { testAgent } from '../support/test-agent.ts';

type Seeded = Pick<SeededAgent, 'agent' | 'token' | 'cookie'>;

let browser: Browser;
/** For tests that leave the store alone. */
let shared: SeededAgent;
let seeded: Seeded;

beforeAll(async () => {
  await buildPortal();
  // Another name for this machine: plain HTTP from elsewhere, where browsers offer no cryptography.
  const names = ['--host-resolver-rules=MAP audit.example 127.0.0.1'];
  [shared, browser] = await Promise.all([seededAgent(), launch(names)]);
  seeded = shared;
}, 120_000);
afterAll(async () => {
  await browser.close();
  await shared.agent.remove();
});

async function smallAgent(): Promise<Seeded> {
  const agent = await testAgent('sqlite');
  const rows = Array.from({ length: 40 }, (_, minute) => row(minute, { sessionId: 's-1' }));
  await agent.writer.append({ org: DEMO, tenant: DEMO, dataset: 'default' }, rows);
  const token = await agent.token({ tenant: DEMO, org: DEMO });
  return { agent, token, cookie: await cookieFor(agent.url, token) };
}

/** An agent for each test, to be tampered with. */
function onAgentsOfTheirOwn(): void {
  beforeEach(async () => {
    seeded = await smallAgent();
  });
  afterEach(async () => {
    await seeded.agent.remove();
    seeded = shared;
  });
}

const open = (options: Partial<VisitOptions> = {}) =>
  visit(browser, { url: `${seeded.agent.url}/evidence`, cookie: seeded.cookie, ...options });

const ofBrowser = (page: Page) => page.getByRole('group', { name: 'Verdict of this browser' });
const ofAgent = (page: Page) => page.getByRole('group', { name: 'Verdict of the agent' });
const verifyHere = async (page: Page, verdict: string): Promise<void> => {
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await ofBrowser(page).getByText(verdict, { exact: true }).waitFor();
};
const verifyThere = async (page: Page, verdict: string): Promise<void> => {
  await page.getByRole('button', { name: 'Verify on the agent' }).click();
  await ofAgent(page).getByText(verdict, { exact: true }).waitFor();
};
const trust = async (page: Page, text: string): Promise<void> => {
  await page.getByText(/^Trust (a key of your own|another key)$/).click();
  await page.getByLabel('Public key, PEM or vkey').fill(text);
  await page.getByRole('button', { name: 'Trust this key' }).click();
};
async function agentKey(): Promise<Uint8Array> {
  const pem = await readFile(path.join(seeded.agent.dataDir, 'keys', 'row-signing.pem'), 'utf8');
  return signingKeyFromPem(pem).publicKey;
}
async function edit(seq: number, change: object): Promise<void> {
  const { knex } = seeded.agent.database;
  await dropGuards(knex);
  await knex('audit_logs').where({ tenant: DEMO, seq }).update(change);
}

describe('an honest chain', () => {
  test('is shown as it stands, and verifies on the agent and here', async () => {
    const { page, context, complaints } = await open();
    await page.getByText('Does not prove that the client told the truth', { exact: false }).first().waitFor();
    const { size } = await chain();
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
    await trust(page, publicKeyToPem(await agentKey()));
    await page.getByText('Your key:').waitFor();
    await verifyHere(page, 'verified');
    await ofBrowser(page).getByText('signed by your key', { exact: false }).waitFor();
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save this bundle' }).click();
    const bytes = await readFile(await (await downloaded).path());
    const report = await verifyBundle(bytes, { keys: [await agentKey()] });
    expect(report).toMatchObject({ verdict: 'verified', rows });
    await context.close();
  });

  test('filters of the address choose the rows, also of a bundle that is only downloaded', async () => {
    const { page, context } = await open({
      url: `${seeded.agent.url}/evidence?user_email=dev%40acme.example&decision=blocked`,
    });
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download bundle' }).click();
    const bytes = await readFile(await (await downloaded).path());
    const report = await verifyBundle(bytes, { keys: [await agentKey()] });
    expect(report).toMatchObject({ verdict: 'verified', rows: 1 });
    await context.close();
  });

  test('over plain HTTP from another machine it verifies with noble', async () => {
    const url = `${seeded.agent.url.replace('127.0.0.1', 'audit.example')}/evidence`;
    const { page, context, complaints } = await open({ url });
    expect(await page.evaluate('isSecureContext')).toBe(false);
    await page.getByLabel(/^How many/).fill('40');
    await verifyHere(page, 'verified');
    await ofBrowser(page).getByText('noble, in JavaScript', { exact: false }).waitFor();
    // Chromium says so for every page of this kind.
    expect(complaints.filter((text) => !text.includes('Cross-Origin-Opener-Policy header'))).toEqual([]);
    await context.close();
  });

  test('grows, and the next visit checks that it only grew', async () => {
    const { page, context } = await open();
    await verifyHere(page, 'verified');
    await page.getByText('is the one that this browser remembers').waitFor();
    await chain('/audit/export?format=jsonl&from=1&through=1');
    await chain('/audit/checkpoint?fresh=true');
    await page.reload();
    await page.getByText('and nothing before them was changed').waitFor();
    await verifyHere(page, 'verified');
    await ofBrowser(page).getByText('the checkpoint that this browser remembers').waitFor();
    await context.close();
  });
});

describe('tampering by raw SQL', () => {
  onAgentsOfTheirOwn();

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
  onAgentsOfTheirOwn();

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
    await chain('/audit/checkpoint?fresh=true');
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
  const { agent, cookie } = await smallAgent();
  const { page, context } = await open({ url: `${agent.url}/evidence`, cookie });
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
  await agent.remove();
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
  const { page, context, complaints } = await open({ url: `${seeded.agent.url}/evidence?${query}` });
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

test('a verification on the agent can be given up', async () => {
  const { page, context } = await open();
  await page.route('**/api/v1/audit/verify*', () => undefined);
  await page.getByRole('button', { name: 'Verify on the agent' }).click();
  await page.getByText('and answers when it is done').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('and answers when it is done').waitFor({ state: 'detached' });
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

async function chain(route = '/audit/chain'): Promise<{ readonly size: number }> {
  const headers = { authorization: `Bearer ${seeded.token}` };
  const response = await fetch(`${seeded.agent.url}/api/v1${route}`, { headers });
  const text = await response.text();
  return (response.headers.get('content-type') ?? '').includes('/json') ? JSON.parse(text) : { size: 0 };
}
