// Sessions in a real browser: the list, and a session as a timeline.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { buildPortal, launch, screenshot, visit } from './browser.ts';
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

interface Listed {
  readonly sessions: readonly {
    readonly session_id: string;
    readonly tool_calls: number;
    readonly events: number;
  }[];
}

async function listed(): Promise<Listed> {
  const headers = { authorization: `Bearer ${seeded.token}` };
  const response = await fetch(`${seeded.agent.url}/api/v1/sessions?limit=1000`, { headers });
  return (await response.json()) as Listed;
}

describe('sessions', () => {
  test('the list has every session and leads to its timeline', async () => {
    const { sessions } = await listed();
    const { page, context, complaints } = await visit(browser, {
      url: `${seeded.agent.url}/sessions`,
      cookie: seeded.cookie,
    });
    await page.getByRole('table').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(sessions.length);
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'sessions');
    await page.getByRole('link', { name: 's-quiet' }).click();
    await page.waitForURL('**/sessions/s-quiet');
    await page.getByText('Withheld at source: the client was not told to send content.').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a timeline shows prompts, tool calls with what was decided, replies and cost', async () => {
    const { sessions } = await listed();
    // The page shows 200 rows at once: a session that fits.
    const busiest = sessions
      .filter(({ events }) => events < 150)
      .sort((a, b) => b.tool_calls - a.tool_calls)[0];
    const { page, context, complaints } = await visit(browser, {
      url: `${seeded.agent.url}/sessions/${busiest?.session_id ?? ''}`,
      cookie: seeded.cookie,
    });
    const turns = page.getByRole('list', { name: 'Turns' });
    await turns.waitFor();
    expect(await turns.getByText('Tool call', { exact: true }).count()).toBe(busiest?.tool_calls);
    expect(await turns.getByText('Prompt', { exact: true }).count()).toBeGreaterThan(0);
    expect(await turns.getByText(/tokens · \$/).count()).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await screenshot(page, 'session');
    await context.close();
  });

  test('hostile text in the name of a session and in a prompt stays text', async () => {
    const { page, context, complaints } = await visit(browser, {
      url: `${seeded.agent.url}/sessions`,
      cookie: seeded.cookie,
    });
    await page.getByRole('link', { name: /^<script>/ }).click();
    await page.getByRole('list', { name: 'Turns' }).waitFor();
    expect(await page.locator('figure pre').innerText()).toBe(HOSTILE);
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a session that is not there says so', async () => {
    const { page, context } = await visit(browser, {
      url: `${seeded.agent.url}/sessions/nothing`,
      cookie: seeded.cookie,
    });
    await page.getByRole('alert').getByText('Not found').waitFor();
    await context.close();
  });
});
