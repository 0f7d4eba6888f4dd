// The feed in a real browser: filters in the URL, evidence, hostile text, keyboard, axe.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit, type Visit } from './browser.ts';
import { HOSTILE, seededAgent, type SeededAgent } from './seeded-agent.ts';

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

const open = (path: string, options: { dark?: boolean; width?: number } = {}): Promise<Visit> =>
  visit(browser, { url: seeded.agent.url + path, cookie: seeded.cookie, ...options });

const api = async (query: string): Promise<{ decisions: readonly { id: string }[] }> => {
  const headers = { authorization: `Bearer ${seeded.token}` };
  const response = await fetch(`${seeded.agent.url}/api/v1/decisions?${query}`, { headers });
  return (await response.json()) as { decisions: readonly { id: string }[] };
};

describe('decisions', () => {
  test('filters come from the URL, go into the URL, and are those of the API', async () => {
    const { page, context, complaints } = await open('/decisions?decision=blocked');
    await page.getByRole('table').waitFor();
    const { decisions } = await api('decision=blocked');
    expect(decisions.length).toBeGreaterThan(0);
    expect(await page.locator('tbody tr').count()).toBe(decisions.length);
    await page.getByLabel('Tool', { exact: true }).fill('Write');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/tool_name=Write/);
    await page.getByLabel('Attribute').fill('team=edge');
    await page.keyboard.press('Enter');
    await page.waitForURL(/attr\.team=edge/);
    await page.getByRole('button', { name: /Details of row/ }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove filter decision blocked' }).click();
    await page.waitForURL((url) => !url.search.includes('decision='));
    await page.goBack();
    await page.waitForURL(/decision=blocked/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a row opens with masked content, its seal recomputed and its proof', async () => {
    const { page, context, complaints } = await open('/decisions?event=user_prompt&decision=redacted');
    await page
      .getByRole('button', { name: /Details of row/ })
      .first()
      .click();
    const detail = page.getByRole('region', { name: /^Row \d+/ });
    await detail.getByText('Signature over the envelope: holds').waitFor();
    await detail.getByText('Envelope matches the row hash: holds').waitFor();
    await detail.getByText('Body matches its hash: holds').waitFor();
    expect(await detail.locator('mark.entity').count()).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await screenshot(page, 'decisions-open');
    await context.close();
  });

  test('hostile text stays text', async () => {
    const { page, context, complaints } = await open('/decisions?user_email=eve%40acme.example');
    await page.getByRole('button', { name: /Details of row/ }).click();
    const detail = page.getByRole('region', { name: /^Row \d+/ });
    await detail.getByText('Signature over the envelope: holds').waitFor();
    await detail.getByText('Attributes (2)').click();
    expect(await detail.locator('figure pre').innerText()).toBe(HOSTILE);
    // The row masked nothing: brackets that somebody typed are not shown as masked.
    expect(await detail.locator('mark.entity').count()).toBe(0);
    expect(
      await page.locator('tbody script, tbody img, tbody svg, tbody i, [onerror], [onmouseover]').count(),
    ).toBe(0);
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('the keyboard alone opens a row', async () => {
    const { page, context } = await open('/decisions?decision=blocked');
    await page.getByRole('table').waitFor();
    const button = page.getByRole('button', { name: /Details of row/ }).first();
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.className')) === 'open') break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: /^Row \d+/ }).waitFor();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await context.close();
  });

  test.each([
    ['wide and light', { width: 1360 }, 'decisions'],
    ['wide and dark', { dark: true }, 'decisions-dark'],
    ['narrow', { width: 390 }, 'decisions-narrow'],
  ])('%s: nothing that axe calls serious, no sideways scrolling', async (_name, options, picture) => {
    const { page, context } = await open('/decisions', options);
    await page.getByRole('table').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await screenshot(page, picture);
    await context.close();
  });
});
