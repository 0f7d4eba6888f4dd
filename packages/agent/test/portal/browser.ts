// A real browser on a real agent: what the tests of the portal share.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import chromium from '@sparticuz/chromium';
import {
  chromium as playwright,
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  type Page,
} from 'playwright-core';

const root = path.join(import.meta.dirname, '../../../..');
const screenshots = path.join(root, '.tmp/screenshots');

/** Built once and kept: a run after the first takes no time here. */
export async function buildPortal(): Promise<void> {
  const script = path.join(root, 'packages/portal/tools/build.mjs');
  await promisify(execFile)(process.execPath, [script, '--if-needed'], { cwd: root });
}

/** What the size check says. Rejects where the portal is larger than it may be. */
export async function portalSize(): Promise<string> {
  const script = path.join(root, 'packages/portal/tools/size.mjs');
  return (await promisify(execFile)(process.execPath, [script])).stdout;
}

/** @param more arguments of Chromium */
export async function launch(more: readonly string[] = []): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  return playwright.launch({
    executablePath: given ?? (await chromium.executablePath()),
    // In one process, closing one window would end the browser.
    args: [...chromium.args.filter((argument) => argument !== '--single-process'), ...more],
    headless: true,
  });
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and what its content security policy refused. */
  readonly complaints: string[];
}

export interface VisitOptions {
  readonly url: string;
  /** Logs in with the form. */
  readonly token?: string;
  /** Value of the session's cookie: logged in already. */
  readonly cookie?: string;
  readonly dark?: boolean;
  readonly width?: number;
}

/** Opens `url` and, with a token or a cookie, waits for the page behind the login. */
export async function visit(
  browser: Browser,
  { url, token, cookie, dark, width = 1360 }: VisitOptions,
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark === true ? 'dark' : 'light',
    acceptDownloads: true,
  });
  // The origin alone: out of a whole address the cookie would get its path.
  const { origin } = new URL(url);
  if (cookie !== undefined) await context.addCookies([{ name: 'ga_session', value: cookie, url: origin }]);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isNobodyIn(message)) complaints.push(message.text());
  });
  await page.goto(url);
  if (token !== undefined) {
    await page.getByLabel('Access token').fill(token);
    await page.getByRole('button', { name: 'Log in' }).click();
  }
  if (token !== undefined || cookie !== undefined)
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return { page, context, complaints };
}

/** The page asks who is logged in; a browser calls the answer "nobody" an error. */
function isNobodyIn(message: ConsoleMessage): boolean {
  return message.location().url.endsWith('/api/v1/session') && message.text().includes('401');
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}
