// Which pages the portal has: those of its menu, so that a new one is found by itself.
import type { Page } from 'playwright-core';

export interface PortalPage {
  readonly name: string;
  /** Path and query. */
  readonly path: string;
}

/** How a page shows the most. A page that is not named here is opened as it is. */
const VIEWS: Readonly<Record<string, string>> = {
  '/overview': '/overview?period=30d',
  '/usage': '/usage?period=30d&group_by=team',
};

/** @param page somebody is logged in */
export async function portalPages(page: Page): Promise<PortalPage[]> {
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  const targets = await Promise.all((await links.all()).map((link) => link.getAttribute('href')));
  return targets
    .map((target) => (target ?? '').replace(/\?.*$/, ''))
    .map((target) => ({ name: target.slice(1), path: VIEWS[target] ?? target }));
}

/** Resolves once the page has its heading, and what it loads is there. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'hidden' });
}
