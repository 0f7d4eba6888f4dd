// The store is set back under an agent: it refuses to sign, over restarts too, until an operator accepts.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAdministration } from '@governance-agent/audit-core';
import { claudeLogsRequest, databaseKinds, encodeLogsRequest } from '@governance-agent/testkit';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { bootAgent } from '../../src/boot.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { setBack } from '../support/set-back.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { runHere, type Finished } from './run-cli.ts';

const quiet = () => undefined;
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };

describe.each(databaseKinds)('on %s', (kind) => {
  let agent: TestAgent;
  let sent = 0;
  beforeEach(async () => {
    agent = await testAgent(kind);
    for (let request = 0; request < 3; request += 1) expect(await send(agent.url)).toBe(200);
  });
  afterEach(() => agent.remove());

  async function send(url: string): Promise<number> {
    const authorization = await demoAuthorization(agent.dataDir);
    const body = encodeLogsRequest(claudeLogsRequest((sent += 10), 3));
    return (await postLogs(url, authorization, body)).status;
  }
  const env = () => ({ DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl });
  const run = (line: string): Promise<Finished> => runHere(line.split(' '), env());
  const ACCEPT = 'accept-rollback --tenant demo --reason restored --json';
  const rows = async (): Promise<number> =>
    (await agent.database.knex('audit_logs').where({ tenant: 'demo' })).length;
  const stateFile = (): string => path.join(agent.dataDir, 'signer-state.json');
  // The file is written a moment behind the commits.
  const fileKnows = async (size: number): Promise<void> => {
    for (;;) {
      const text = await readFile(stateFile(), 'utf8').catch(() => '');
      if (text.includes(`"size":${size},`)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it.each([4, 0])('goes on from %i rows once that was accepted', async (size) => {
    await fileKnows(9);
    expect((await stat(stateFile())).mode & 0o777).toBe(0o600);
    await setBack(agent.database.knex, 'demo', size);
    expect(await send(agent.url)).toBe(503);
    expect(await send(agent.url)).toBe(503);
    expect(await rows()).toBe(size);
    expect(agent.logged.join('\n')).toContain('rolled_back');

    const accepted = await run(ACCEPT);
    expect(accepted.code).toBe(0);
    expect(JSON.parse(accepted.stdout)).toMatchObject({
      tenant: 'demo',
      remembered_size: 9,
      found_size: size,
    });
    expect(await send(agent.url)).toBe(200);
    expect(await rows()).toBe(size + 4);
    expect(await readAdministration(agent.database.knex, 'demo', ['rollback_accepted'])).toHaveLength(1);
    expect(await run(ACCEPT)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing to accept'),
    });
  });

  it('remembers over a restart, and so do the commands', async () => {
    await agent.close();
    await setBack(agent.database.knex, 'demo', 4);
    const settings = await readSettings({ env: { ...env(), PORT: '0' } });
    const second = await bootAgent({ settings, logger, clock: agent.clock, migrate: 'always' });
    expect(await send(await second.listen())).toBe(503);
    expect(await run('keys rotate')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('accept-rollback'),
    });
    expect(await run(ACCEPT)).toMatchObject({ code: 0 });
    expect(await run('keys rotate')).toMatchObject({ code: 0 });
    await second.close();
  });
});
