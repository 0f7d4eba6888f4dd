// Overview and usage in a real browser: the figures are those of the API.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit } from './browser.ts';
import { DEMO } from '../support/ingest.ts';
import { row } from '../support/rows.ts';
import { seededAgent, type SeededAgent } from './seeded-agent.ts';

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

describe('a budget', () => {
  const spend = async (userEmail: string, dollars: number): Promise<void> => {
    const occurredAt = `${Date.now()}000000`;
    const costNanoUsd = dollars * 1_000_000_000;
    await seeded.agent.writer.append({ org: DEMO, tenant: DEMO, dataset: 'default' }, [
      row(0, { occurredAt, userEmail, event: 'api_request', model: 'opus', costNanoUsd }),
    ]);
  };

  beforeAll(async () => {
    await spend('much@acme.example', 400);
    await spend('little@acme.example', 2);
  });

  const set = async (page: Page, amount: string): Promise<void> => {
    await page.getByLabel('Monthly budget (USD)').fill(amount);
    await page.getByRole('button', { name: 'Set budget' }).click();
  };

  test('for everything: costs run against a line, and it is said when it is crossed', async () => {
    const { page, context, complaints } = await open('/usage?period=7d');
    await set(page, '100');
    await page.waitForURL(/budget=100&budget_per=all/);
    await page
      .getByRole('img', { name: /^Cost against the budget: Cost so far \$\d+\.\d\d, Budget \$2\d\./ })
      .waitFor();
    await page.getByText(/of \$100\.00\. The budget was crossed on/).waitFor();
    expect(await page.locator('.recharts-line-curve').count()).toBe(2);
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'usage-budget');
    await set(page, '1000000');
    await page.getByText(/At the present pace of \$[\d.]+ a day .* within the budget\./).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('is remembered by this browser, goes with a link, and can be taken away', async () => {
    const { page, context } = await open('/usage?period=7d');
    await set(page, '250.5');
    await page.waitForURL(/budget=250\.5/);
    await page.goto(`${seeded.agent.url}/usage`);
    await page.getByText(/of \$250\.50\./).waitFor();
    await page.goto(`${seeded.agent.url}/usage?budget=99`);
    await page.getByText(/of \$99\.00\./).waitFor();
    // Following a link changes nothing that was set here.
    await page.goto(`${seeded.agent.url}/usage`);
    await page.getByText(/of \$250\.50\./).waitFor();
    await page.getByRole('button', { name: 'Remove budget' }).click();
    await page.getByRole('button', { name: 'Remove budget' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('region', { name: 'Usage by user' }).waitFor();
    expect(await page.getByRole('img', { name: /budget/ }).count()).toBe(0);
    await context.close();
  });

  test.each([{}, { dark: true }])(
    'for each group: a line across the bars, those above by name %j',
    async (options) => {
      const { page, context, complaints } = await open(
        '/usage?period=7d&budget=100&budget_per=group',
        options,
      );
      await page.getByText(/Above it: 1 of \d+ \(much@acme\.example\)/).waitFor();
      await page.getByRole('img', { name: /Budget for this time: \$2\d\.\d\d each\./ }).waitFor();
      expect(await page.locator('.recharts-reference-line').count()).toBe(1);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
