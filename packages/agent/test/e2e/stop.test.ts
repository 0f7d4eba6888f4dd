// Stopping under load: what was acknowledged is there, once; what was not is answered so that it is sent again.
import { expect, it } from '@jest/globals';
import { openDatabase, readTenants, verify } from '@governance-agent/audit-core';
import { databaseKinds, temporaryDatabaseUrl, temporaryDirectory } from '@governance-agent/testkit';
import { once } from 'node:events';
import { ensureEvaluationLicence } from '../../src/evaluation.ts';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { startCli, waitForLine } from '../cli/run-cli.ts';

const RECORDS = 5;
const clock = { now: Date.now };

it.each(
  databaseKinds.flatMap(
    (kind) =>
      [
        [kind, 'SIGTERM'],
        [kind, 'SIGKILL'],
      ] as const,
  ),
)('on %s by %s', async (kind, signal) => {
  const directory = await temporaryDirectory();
  const store = await temporaryDatabaseUrl(kind);
  const env = { DATA_DIR: directory.path, DATABASE_URL: store.url, PORT: '0' };
  const key = await ensureEvaluationLicence(directory.path, clock);
  const child = startCli(['serve', '--migrate'], env);
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);
  const authorization = `Basic ${Buffer.from(`demo:${key}`).toString('base64')}`;
  const ended = once(child, 'close');

  const acknowledged: string[] = [];
  const unexpected: number[] = [];
  const sender = async (name: number): Promise<void> => {
    for (let batch = 0; ; batch += 1) {
      const session = `${name}-${batch}`;
      const status = await post(url, authorization, session);
      if (status === 200) acknowledged.push(session);
      else if (status > 0 && status !== 503) unexpected.push(status);
      if (acknowledged.length === 40) child.kill(signal);
      if (status !== 200 && status !== 503) return;
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, name) => sender(name)));
  await ended;

  expect(unexpected).toEqual([]);
  const database = openDatabase(store.url);
  const sessions = await database.knex('audit_logs').pluck<string[]>('session_id');
  const stored = new Map<string, number>();
  for (const session of sessions) stored.set(session, (stored.get(session) ?? 0) + 1);
  expect(acknowledged.filter((session) => stored.get(session) !== RECORDS)).toEqual([]);
  expect([...stored.values()].filter((rows) => rows !== RECORDS)).toEqual([]);
  expect(await readTenants(database.knex)).toEqual(['demo']);
  const { key: signing } = await ensureSigningKey(directory.path);
  const report = await verify({ database, clock, trustedKeys: [signing.publicKey], mode: 'deep' });
  expect(report.verdict).toBe('verified');
  await database.close();
  await store.remove();
  await directory.remove();
});

/** Resolves to the status, or 0 when the connection failed. */
async function post(url: string, authorization: string, session: string): Promise<number> {
  const headers = { authorization, 'content-type': 'application/json' };
  try {
    const response = await fetch(`${url}/v1/logs`, { method: 'POST', headers, body: body(session) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function body(session: string): string {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const logRecords = Array.from({ length: RECORDS }, (_, index) => ({
    timeUnixNano: '1795230615520000000',
    body: { stringValue: 'claude_code.user_prompt' },
    attributes: [
      text('event.name', 'user_prompt'),
      text('session.id', session),
      { key: 'event.sequence', value: { intValue: index } },
    ],
  }));
  const resource = { attributes: [text('service.name', 'claude-code')] };
  return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
}
