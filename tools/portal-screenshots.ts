// `pnpm screenshots:portal [--url URL --token TOKEN] [--only NAME]`: the pictures of docs/guides/portal.md, light and dark, from the demo.
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { portalAgent, type PortalAgent } from '../bench/portal/demo-agent.ts';
import { portalPages, settled, type PortalPage } from '../bench/portal/pages.ts';
import { buildPortal, launch, visit } from '../packages/agent/test/portal/browser.ts';

const folder = path.join(import.meta.dirname, '../docs/guides/images/portal');
const VIEWPORT = { width: 1280, height: 800 };
const MOST_BYTES = 150_000;
/** Plots grow into their size. */
const STILL_MS = 1200;

interface Shot extends PortalPage {
  /** What is done on the page before the picture is taken. */
  readonly open?: (page: Page) => Promise<unknown>;
}

/** Pages that no menu leads to. */
async function beyondTheMenu(from: PortalAgent): Promise<Shot[]> {
  return [
    {
      name: 'decision',
      path: '/decisions?decision=redacted&event=user_prompt&plane=claude_code',
      open: firstRow,
    },
    { name: 'session', path: `/sessions/${await tellingSession(from)}` },
  ];
}

const { values: options } = parseArgs({
  options: { url: { type: 'string' }, token: { type: 'string' }, only: { type: 'string' } },
});
await buildPortal();
await mkdir(folder, { recursive: true });
const [agent, browser] = await Promise.all([portalAgent(options.url, options.token), launch()]);
try {
  const shots: Shot[] = [...(await menuOf(agent, browser)), ...(await beyondTheMenu(agent))];
  for (const shot of shots.filter(({ name }) => options.only === undefined || name === options.only)) {
    for (const dark of [false, true]) await take(agent, browser, shot, dark);
  }
} finally {
  await browser.close();
  await agent.stop();
}

async function menuOf({ url, token }: PortalAgent, used: Browser): Promise<PortalPage[]> {
  const { page, context } = await visit(used, { url, token });
  const pages = await portalPages(page);
  await context.close();
  return pages;
}

async function take({ url, token }: PortalAgent, used: Browser, shot: Shot, dark: boolean): Promise<void> {
  const { page, context, complaints } = await visit(used, { url: url + shot.path, token, dark });
  await page.setViewportSize(VIEWPORT);
  await settled(page);
  await shot.open?.(page);
  await page.waitForTimeout(STILL_MS);
  const name = `${shot.name}-${dark ? 'dark' : 'light'}.png`;
  const file = path.join(folder, name);
  await page.screenshot({ path: file });
  await context.close();
  const { size } = await stat(file);
  console.log(`${(size / 1000).toFixed(0).padStart(5)} kB  ${name}`);
  for (const complaint of complaints) console.error(`${name}: ${complaint}`);
  if (size > MOST_BYTES || complaints.length > 0) process.exitCode = 1;
}

async function firstRow(page: Page): Promise<void> {
  await page.locator('main tbody tr').first().getByRole('button').click();
}

interface Summary {
  readonly session_id: string;
  readonly turns: number;
  readonly rejections: number;
  readonly events: number;
}

/** The longest of one turn in which something was refused: the whole story on one screen. */
async function tellingSession({ url, token }: PortalAgent): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/api/v1/sessions?limit=200`, { headers });
  const { sessions } = (await answer.json()) as { sessions: readonly Summary[] };
  const [telling] = sessions
    .filter(({ turns }) => turns === 1)
    .toSorted((a, b) => b.rejections - a.rejections || b.events - a.events);
  return telling?.session_id ?? '';
}
