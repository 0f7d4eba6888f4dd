// Agents whose keys come from somewhere else: they hold the next key before it is asked for, so a rotation stops nobody.
import { expect, it } from '@jest/globals';
import { claudeLogsRequest, encodeLogsRequest, temporaryDirectory } from '@governance-agent/testkit';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { verify } from '@governance-agent/audit-core';
import { runCli } from '../cli/run-cli.ts';
import { readPublicKeys } from '../../src/keys/key-history.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { testAgent } from '../support/test-agent.ts';

it('goes on over a rotation that another machine does', async () => {
  const agent = await testAgent('postgres');
  const room = await temporaryDirectory();
  const authorization = await demoAuthorization(agent.dataDir);
  const statuses: number[] = [];
  const send = async (first: number): Promise<void> => {
    const body = encodeLogsRequest(claudeLogsRequest(first, 2));
    statuses.push((await postLogs(agent.url, authorization, body)).status);
  };
  await send(0);
  await cp(path.join(agent.dataDir, 'keys'), path.join(room.path, 'keys'), { recursive: true });
  const next = path.join(room.path, 'keys/row-signing.next.pem');
  // As `openssl genpkey` writes it.
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(next, pem, { mode: 0o600 });
  await copyFile(next, path.join(agent.dataDir, 'keys/row-signing.next.pem'));
  await send(10);

  const env = { DATA_DIR: room.path, DATABASE_URL: agent.databaseUrl };
  expect(await runCli(['keys', 'rotate', '--reason', 'yearly'], env)).toMatchObject({ code: 0 });
  await send(20);
  expect(statuses).toEqual([200, 200, 200]);
  const trustedKeys = await readPublicKeys(room.path);
  const report = await verify({ database: agent.database, trustedKeys, mode: 'deep', clock: agent.clock });
  expect(report).toMatchObject({ verdict: 'verified', chains: [{ rows: 7 }] });
  await agent.remove();
  await room.remove();
});
