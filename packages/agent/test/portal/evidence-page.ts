// The page about evidence as its tests use it: small agents to tamper with, and what is pressed on the page.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { signingKeyFromPem } from '@governance-agent/audit-core';
import type { Page } from 'playwright-core';
import { DEMO } from '../support/ingest.ts';
import { row } from '../support/rows.ts';
import { testAgent } from '../support/test-agent.ts';
import { cookieFor, type SeededAgent } from './seeded-agent.ts';

export type Seeded = Pick<SeededAgent, 'agent' | 'token' | 'cookie'>;

/** Forty rows of one session. */
export async function smallAgent(): Promise<Seeded> {
  const agent = await testAgent('sqlite');
  const rows = Array.from({ length: 40 }, (_, minute) => row(minute, { sessionId: 's-1' }));
  await agent.writer.append({ org: DEMO, tenant: DEMO, dataset: 'default' }, rows);
  const token = await agent.token({ tenant: DEMO, org: DEMO });
  return { agent, token, cookie: await cookieFor(agent.url, token) };
}

export const ofBrowser = (page: Page) => page.getByRole('group', { name: 'Verdict of this browser' });
export const ofAgent = (page: Page) => page.getByRole('group', { name: 'Verdict of the agent' });
export const verifyHere = async (page: Page, verdict: string): Promise<void> => {
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await ofBrowser(page).getByText(verdict, { exact: true }).waitFor();
};
export const verifyThere = async (page: Page, verdict: string): Promise<void> => {
  await page.getByRole('button', { name: 'Verify on the agent' }).click();
  await ofAgent(page).getByText(verdict, { exact: true }).waitFor();
};
export const trust = async (page: Page, text: string): Promise<void> => {
  await page.getByText(/^Trust (a key of your own|another key)$/).click();
  await page.getByLabel('Public key, PEM or vkey').fill(text);
  await page.getByRole('button', { name: 'Trust this key' }).click();
};

/** What an auditor would have been given. */
export async function agentKey({ agent }: Seeded): Promise<Uint8Array> {
  const pem = await readFile(path.join(agent.dataDir, 'keys', 'row-signing.pem'), 'utf8');
  return signingKeyFromPem(pem).publicKey;
}

/** Asks the API beside the page; the size of the chain where that is what was asked for. */
export async function ask(
  { agent, token }: Seeded,
  route = '/audit/chain',
): Promise<{ readonly size: number }> {
  const response = await fetch(`${agent.url}/api/v1${route}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('/json') ?? false;
  return isJson ? (JSON.parse(text) as { size: number }) : { size: 0 };
}
