// How the portal's files are served: to whom, with which headers, and what they must never stand in for.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { buildPortal, portalSize } from './browser.ts';

let agent: TestAgent;

beforeAll(async () => {
  await buildPortal();
  agent = await testAgent('sqlite');
});

afterAll(() => agent.remove());

const get = (path: string): Promise<Response> => fetch(agent.url + path);

describe('the page', () => {
  test.each([
    '/',
    '/overview',
    '/decisions?decision=blocked',
    '/sessions',
    '/sessions/a%2Fb',
    '/usage',
    '/evidence',
    '/ingest',
    '/administration',
  ])('%s is the page, never from a cache', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain('<div id="root">');
  });

  test('lets nothing run but its own files', async () => {
    const response = await get('/decisions');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(await response.text()).not.toMatch(/<style|style=|<script(?![^>]* src=)/);
  });

  test('its files have a hash in their name and are kept for ever', async () => {
    const [file = ''] = /\/assets\/[^"]+\.js/.exec(await (await get('/')).text()) ?? [];
    const response = await get(file);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toMatch(/javascript/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

test.each([
  ['/api/v1/nothing', 401],
  ['/v1/nothing', 404],
  ['/nothing', 404],
  ['/assets/nothing.js', 404],
  ['/assets/../index.html', 404],
  ['/assets/%2e%2e%2findex.html', 404],
  ['/assets/..%2f..%2fpackage.json', 404],
])('%s is answered %i, not with the page', async (path, status) => {
  const response = await get(path);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).not.toMatch(/html/);
});

test('all of it is below 350 KB over the wire', async () => {
  expect(await portalSize()).toMatch(/ KB {2}in all, of 350 KB/);
});

test('switched off, there is no page', async () => {
  const without = await testAgent('sqlite', { PORTAL_ENABLED: 'false' });
  try {
    expect((await fetch(without.url)).status).toBe(404);
  } finally {
    await without.remove();
  }
});
