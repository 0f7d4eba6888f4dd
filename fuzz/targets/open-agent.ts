// A whole agent of this process on an empty SQLite store, with the rows of one capture in it.
import { captureRequests, fixedClock, temporaryDirectory } from '@governance-agent/testkit';
import { bootAgent } from '../../packages/agent/src/boot.ts';
import { readSettings } from '../../packages/agent/src/config/read-settings.ts';
import { ensureEvaluationLicence } from '../../packages/agent/src/evaluation.ts';
import { createTokenDesk } from '../../packages/agent/src/access/token-desk.ts';
import { createTokenStore } from '../../packages/agent/src/access/token-store.ts';
import { openDatabase } from '@governance-agent/audit-core';

export interface OpenAgent {
  readonly port: number;
  /** Of a token that may read and manage. */
  readonly authorization: string;
  readonly close: () => Promise<void>;
}

const quiet = { error: ignore, warn: ignore, info: ignore, debug: ignore };
function ignore(): void {
  // What the agent says is not what is looked at.
}

export async function openAgent(): Promise<OpenAgent> {
  const directory = await temporaryDirectory();
  const url = `sqlite:${directory.path}/audit.db`;
  const env = { DATA_DIR: directory.path, DATABASE_URL: url, PORT: '0', INGEST_THREADS: '0' };
  const clock = fixedClock(Date.now());
  const settings = await readSettings({ env });
  const agent = await bootAgent({ settings, clock, logger: quiet, migrate: 'always' });
  const base = await agent.listen();
  const database = openDatabase(url);
  const desk = createTokenDesk({ store: createTokenStore(database.knex), clock });
  const order = { tenant: 'demo', name: 'fuzz', scopes: ['admin'], expiresAt: null } as const;
  const { token } = await desk.create(order);
  await database.close();
  await sendCapture(base, directory.path);
  const close = async (): Promise<void> => {
    await agent.close();
    await directory.remove();
  };
  return { port: Number(new URL(base).port), authorization: `Bearer ${token}`, close };
}

async function sendCapture(base: string, dataDir: string): Promise<void> {
  const licence = await ensureEvaluationLicence(dataDir, { now: Date.now });
  const authorization = `Basic ${btoa(`demo:${licence}`)}`;
  for (const { path, headers, body } of captureRequests('cc2.1.329-pb-all'))
    await fetch(base + path, { method: 'POST', headers: { ...headers, authorization }, body });
}
