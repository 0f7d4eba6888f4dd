// Exports as somebody takes them out of a real browser: each file holds exactly what is filtered.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signingKeyFromPem } from '@governance-agent/audit-core';
import type { Browser, Page } from 'playwright-core';
import { inflateRawSync } from 'node:zlib';
import { readContainer, verifyBundle } from '../../../../verifiers/node/verify-bundle.mjs';
import { buildPortal, launch, visit } from './browser.ts';
import { cookieFor, MEMBER, seededAgent, type SeededAgent } from './seeded-agent.ts';

interface Row {
  readonly id: string;
  readonly row_hash: string;
}

let seeded: SeededAgent;
let browser: Browser;
/** Before anything was exported: an export is a row as well. */
let everything: readonly Row[];

beforeAll(async () => {
  await buildPortal();
  [seeded, browser] = await Promise.all([seededAgent(), launch()]);
  everything = await rowsBehind('');
});

afterAll(async () => {
  await browser.close();
  await seeded.agent.remove();
});

async function rowsBehind(query: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const headers = { authorization: `Bearer ${seeded.token}` };
  for (let cursor: string | null = ''; cursor !== null;) {
    const parameters = new URLSearchParams(query);
    if (cursor !== '') parameters.set('cursor', cursor);
    const response = await fetch(`${seeded.agent.url}/api/v1/decisions?${parameters.toString()}`, {
      headers,
    });
    const page = (await response.json()) as { decisions: Row[]; next_cursor: string | null };
    rows.push(...page.decisions);
    cursor = page.next_cursor;
  }
  return rows;
}

async function exported(page: Page, name: string): Promise<Buffer> {
  const downloaded = page.waitForEvent('download');
  await page.getByRole('link', { name: `Export ${name}`, exact: true }).click();
  const download = await downloaded;
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.(csv|jsonl|zip)$/);
  return readFile(await download.path());
}

/** Which of all rows a text names. */
const namedIn = (text: string): string[] =>
  everything.filter(({ id }) => text.includes(id)).map(({ id }) => id);

const hashOf = (envelope: string): string =>
  createHash('sha256').update('\0').update(envelope).digest('base64');

function rowHashes(bundle: Uint8Array): string[] {
  const entry = readContainer(bundle).get('rows.jsonl');
  const bytes = entry?.deflated === true ? inflateRawSync(entry.data) : Buffer.from(entry?.data ?? []);
  const lines = bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => hashOf((JSON.parse(line) as { envelope: string }).envelope));
}

const FILTERS: readonly (readonly [about: string, query: string])[] = [
  ['a user and a plane', 'user_email=dev%40acme.example&plane=claude_code'],
  ['an attribute', 'attr.team=edge'],
  ['a decision within a time', 'decision=blocked&since=2020-01-01T00%3A00%3A00Z'],
  ['hostile text', 'user_email=eve%40acme.example'],
  ['an event', 'event=api_request'],
];

describe.each(FILTERS)('exports of %s', (_about, query) => {
  test('CSV, JSONL and bundle hold these rows and no others', async () => {
    const expected = await rowsBehind(query);
    expect(expected.length).toBeGreaterThan(0);
    const { page, context, complaints } = await visit(browser, {
      url: `${seeded.agent.url}/decisions?${query}`,
      cookie: seeded.cookie,
    });
    await page.getByRole('table').waitFor();
    const csv = (await exported(page, 'CSV')).toString();
    expect(namedIn(csv)).toEqual(expected.map(({ id }) => id));
    const jsonl = (await exported(page, 'JSONL')).toString().trimEnd().split('\n');
    const ids = jsonl.map((line) => (JSON.parse(line) as Row).id);
    expect(ids.sort()).toEqual(expected.map(({ id }) => id).sort());
    const bundle = new Uint8Array(await exported(page, 'bundle'));
    const hashes = rowHashes(bundle);
    expect(hashes.sort()).toEqual(expected.map(({ row_hash }) => row_hash).sort());
    const pem = await readFile(path.join(seeded.agent.dataDir, 'keys', 'row-signing.pem'), 'utf8');
    const { publicKey } = signingKeyFromPem(pem);
    expect(await verifyBundle(bundle, { keys: [publicKey] })).toMatchObject({ verdict: 'verified' });
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test('a member exports their own rows, and is offered no bundle', async () => {
  const cookie = await cookieFor(seeded.agent.url, seeded.member);
  const { page, context } = await visit(browser, { url: `${seeded.agent.url}/decisions`, cookie });
  await page.getByRole('table').waitFor();
  expect(await page.getByRole('link', { name: /^Export/ }).allInnerTexts()).toEqual([
    'Export CSV',
    'Export JSONL',
  ]);
  const own = await rowsBehind(`user_email=${encodeURIComponent(MEMBER)}`);
  expect(namedIn((await exported(page, 'CSV')).toString())).toEqual(own.map(({ id }) => id));
  await context.close();
});
