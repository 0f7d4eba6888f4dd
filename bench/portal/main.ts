// How long until each page of the portal shows something, in a real browser on this machine, and until its data is there.
// `pnpm bench portal [--loads N]`. Of an agent that runs already: BENCH_PORTAL_URL and BENCH_PORTAL_TOKEN.
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildPortal, launch, visit } from '../../packages/agent/test/portal/browser.ts';
import { median, percentile, signRate, thousands } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish, type Table } from '../result.ts';
import { portalAgent, type PortalAgent } from './demo-agent.ts';
import { portalPages, settled, type PortalPage } from './pages.ts';

const { values } = parseArgs({ options: { loads: { type: 'string', default: '7' } } });
const LOADS = wholeNumber('loads', values.loads);
const BAR_MS = 1000;

/** Run in the page, where the times are. */
const FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN";
const LAST_ANSWER = `Math.max(0, ...performance.getEntriesByType('resource')
  .filter(({ name }) => name.includes('/api/v1/')).map(({ responseEnd }) => responseEnd))`;

/** Milliseconds since the navigation began. */
interface Load {
  readonly firstPaint: number;
  /** The end of the last answer of the API. */
  readonly data: number;
}

await buildPortal();
const agent = await portalAgent(process.env['BENCH_PORTAL_URL'], process.env['BENCH_PORTAL_TOKEN']);
const browser = await launch();
try {
  await report(agent, browser);
} finally {
  await browser.close();
  await agent.stop();
}

async function report({ url, token }: PortalAgent, used: Browser): Promise<void> {
  const { page, context } = await visit(used, { url, token });
  const pages = await portalPages(page);
  const rows: Table['rows'][number][] = [];
  let slowest = 0;
  for (const one of pages) {
    const loads = await loadsOf(context, url, one);
    const paints = loads.map(({ firstPaint }) => firstPaint);
    const data = loads.map((load) => load.data);
    const figures = [median(paints), percentile(paints, 1), median(data), percentile(data, 1)];
    rows.push([`\`${one.path}\``, ...figures.map(thousands)]);
    slowest = Math.max(slowest, median(paints));
  }
  publish('portal', {
    signRate: signRate(),
    notes: [
      `The month of the demo; ${LOADS} loads of each page in a real browser, after one that does not count.`,
    ],
    tables: [
      {
        title: 'Pages',
        columns: ['page', 'first contentful paint p50 ms', 'worst', 'data there p50 ms', 'worst'],
        rows,
      },
    ],
    figures: { firstPaintMs: slowest },
  });
  if (slowest > BAR_MS) process.exitCode = 1;
}

/** The first warms the server; each has a page of its own and what the browser kept of the files. */
async function loadsOf(context: BrowserContext, url: string, { path }: PortalPage): Promise<Load[]> {
  const loads: Load[] = [];
  for (let count = 0; count <= LOADS; count += 1) {
    const page = await context.newPage();
    await page.goto(url + path);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await settled(page);
    loads.push(await measured(page));
    await page.close();
  }
  return loads.slice(1);
}

async function measured(page: Page): Promise<Load> {
  const [firstPaint, data] = await page.evaluate<[number, number]>(`[${FIRST_PAINT}, ${LAST_ANSWER}]`);
  return { firstPaint, data };
}
