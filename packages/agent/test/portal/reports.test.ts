// Overview and usage in a real browser: the figures are those of the API.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit } from './browser.ts';
import { seededAgent, type SeededAgent } from './seeded-agent.ts';

let seeded: SeededAgent;
let browser: Browser;

beforeAll(async () => {
  await buildPortal();
  [seeded, browser] = await Promise.all([seededAgent(), launch()]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await seeded.agent.remove();
});

const open = (path: string, options: { dark?: boolean; width?: number } = {}) =>
  visit(browser, { url: seeded.agent.url + path, cookie: seeded.cookie, ...options });

async function groups(by: string): Promise<readonly (string | null)[]> {
  const headers = { authorization: `Bearer ${seeded.token}` };
  const response = await fetch(`${seeded.agent.url}/api/v1/usage?group_by=${by}&limit=1000`, { headers });
  const { usage } = (await response.json()) as { usage: readonly { group: string | null }[] };
  return usage.map(({ group }) => group);
}

describe('overview', () => {
  test.each([
    ['light', {}, 'overview'],
    ['dark', { dark: true }, 'overview-dark'],
    ['narrow', { width: 390 }, 'overview-narrow'],
  ])(
    '%s: tiles and plots with their figures, nothing that axe calls serious',
    async (_name, options, picture) => {
      const { page, context, complaints } = await open('/overview?period=90d', options);
      await page.getByRole('img', { name: /^Cost: Cost \$/ }).waitFor();
      await page.getByRole('img', { name: /^Tokens by kind: Input \S+, Output / }).waitFor();
      const users = page.locator('.tile', { hasText: 'Active users' }).locator('.tile-value');
      const named = (await groups('user')).filter((group) => group !== null);
      expect(await users.innerText()).toBe(String(named.length));
      await page.locator('.recharts-bar-rectangle').first().waitFor({ state: 'attached' });
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      expect(complaints).toEqual([]);
      await screenshot(page, picture);
      await context.close();
    },
  );

  test('the period is in the URL', async () => {
    const { page, context } = await open('/overview');
    await page.getByLabel('Period').selectOption('24h');
    await page.waitForURL(/period=24h/);
    await context.close();
  });
});

describe('usage', () => {
  test.each(['user', 'team', 'model', 'tool', 'day'])(
    'by %s: every group of the API has its line',
    async (by) => {
      const { page, context, complaints } = await open('/usage?period=90d');
      await page.getByRole('button', { name: by, exact: true }).click();
      const table = page.getByRole('region', { name: `Usage by ${by}` });
      await table.waitFor();
      expect(await table.locator('tbody tr').count()).toBe((await groups(by)).length);
      expect(complaints).toEqual([]);
      if (by === 'model') {
        expect(await seriousFindings(page)).toEqual([]);
        await screenshot(page, 'usage');
      }
      await context.close();
    },
  );

  test('sorts by a column, and gives all of it away as CSV', async () => {
    const { page, context } = await open('/usage?period=90d&group_by=model');
    const header = page.getByRole('columnheader', { name: 'Tokens' });
    await header.getByRole('button').click();
    expect(await header.getAttribute('aria-sort')).toBe('descending');
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const text = await readFile(await (await downloaded).path(), 'utf8');
    expect(text.trimEnd().split('\r\n')).toHaveLength((await groups('model')).length + 1);
    await context.close();
  });
});
