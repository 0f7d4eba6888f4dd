// `keys` on the command line, beside a store with rows.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAdministration, verify } from '@governance-agent/audit-core';
import { databaseKinds, temporaryDirectory } from '@governance-agent/testkit';
import { access, copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readPublicKeys } from '../../src/keys/key-history.ts';
import { ensureNextKey } from '../../src/agent-keys.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';
import { runHere, type Finished } from './run-cli.ts';

const json = ({ stdout }: Finished): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

describe.each(databaseKinds)('keys on %s', (kind) => {
  let agent: TestAgent;
  let sent = 0;
  const keyFile = (name: string): string => path.join(agent.dataDir, 'keys', name);
  beforeEach(async () => {
    agent = await testAgent(kind);
    expect(await send()).toBe(200);
  });
  afterEach(() => agent.remove());

  async function send(): Promise<number> {
    const authorization = await demoAuthorization(agent.dataDir);
    const body = encodeLogsRequest(claudeLogsRequest((sent += 10), 3));
    return (await postLogs(agent.url, authorization, body)).status;
  }
  const run = (line: string): Promise<Finished> =>
    runHere(line.split(' '), { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl });
  const currentKey = async (): Promise<string> => {
    const { row_signing } = json(await run('keys show --json'));
    return (row_signing as { key_id: string }).key_id;
  };
  const acts = (...names: Parameters<typeof readAdministration>[2]) =>
    readAdministration(agent.database.knex, 'demo', names);
  const verdict = async (trustedKeys: readonly Uint8Array[]) =>
    (await verify({ database: agent.database, trustedKeys, mode: 'deep', clock: agent.clock })).verdict;

  it('rotates beside a running agent, which goes on with the new key', async () => {
    const oldKey = await currentKey();
    const oldPem = await readFile(keyFile('row-signing.pem'), 'utf8');
    const rotated = await run('keys rotate --reason dev@acme.example --json');
    expect(rotated.code).toBe(0);
    expect(json(rotated)).toMatchObject({ old_key_id: oldKey, tenants: ['demo'], resumed: false });
    expect(json(rotated)['new_key_id']).toBe(await currentKey());
    expect(await send()).toBe(200);
    expect(await readdir(keyFile('.'))).not.toContain('row-signing.next.pem');
    for (const file of await readdir(keyFile('.'))) {
      expect(await readFile(keyFile(file), 'utf8')).not.toBe(oldPem);
      expect((await stat(keyFile(file))).mode & 0o777).toBe(0o600);
    }
    const { history } = json(await run('keys show --json'));
    expect(history).toMatchObject([{ key_id: oldKey, state: 'retired' }]);
    expect(await agent.database.knex('audit_content').pluck<string[]>('content')).toContain(
      '{"reason":"[EMAIL]"}',
    );
    expect(await verdict(await readPublicKeys(agent.dataDir))).toBe('verified');
  });

  it('the API of the running agent trusts the keys of the agent as they are now', async () => {
    await run('keys rotate');
    const authorization = `Bearer ${await agent.token({ tenant: 'demo' })}`;
    const answer = await fetch(`${agent.url}/api/v1/audit/verify?mode=deep`, { headers: { authorization } });
    expect(await answer.json()).toMatchObject({ verdict: 'verified' });
  });

  it('finishes a rotation that was stopped', async () => {
    const { key } = await ensureNextKey(agent.dataDir);
    const finished = await run('keys rotate --json');
    expect(json(finished)).toMatchObject({ new_key_id: key.keyId, resumed: true });
    expect(await send()).toBe(200);
  });

  it('finishes a rotation that was stopped before the new key became the current one', async () => {
    await copyFile(keyFile('row-signing.pem'), keyFile('old.pem'));
    const { new_key_id, old_key_id } = json(await run('keys rotate --json'));
    await copyFile(keyFile('row-signing.pem'), keyFile('row-signing.next.pem'));
    await copyFile(keyFile('old.pem'), keyFile('row-signing.pem'));
    expect(await send()).toBe(200);
    const again = json(await run('keys rotate --json'));
    expect(again).toEqual({ new_key_id, old_key_id, tenants: [], resumed: true });
    expect(await currentKey()).toBe(new_key_id);
    expect(await send()).toBe(200);
    expect(await acts('key_rotation')).toHaveLength(1);
  });

  it.each([
    ['lost', (file: string) => rm(file)],
    ['damaged', (file: string) => writeFile(file, 'no key')],
  ])('replaces a key that is %s', async (_, lose) => {
    const trusted = await readPublicKeys(agent.dataDir);
    await lose(keyFile('row-signing.pem'));
    const replaced = await run('keys replace --reason disk --json');
    expect(replaced).toMatchObject({ code: 0 });
    expect(json(replaced)).toMatchObject({ tenants: ['demo'] });
    expect(await send()).toBe(200);
    expect(await acts('key_replacement')).toHaveLength(1);
    expect(await verdict(trusted)).toBe('broken');
    expect(await verdict(await readPublicKeys(agent.dataDir))).toBe('verified');
    expect((json(await run('keys show --json'))['history'] as unknown[]).length).toBe(1);
  });

  it('replaces a key that is lost while it is rotated by the key that was to come', async () => {
    const { key } = await ensureNextKey(agent.dataDir);
    await rm(keyFile('row-signing.pem'));
    expect(json(await run('keys replace --reason disk --json'))).toMatchObject({ new_key_id: key.keyId });
    const { history } = json(await run('keys show --json'));
    expect(history).toContainEqual(
      expect.objectContaining({ key_id: key.keyId, state: 'next', retired_at: null }),
    );
    expect(await send()).toBe(200);
    expect(await run('keys rotate')).toMatchObject({ code: 0 });
    expect(await currentKey()).toBe(key.keyId);
    expect(await send()).toBe(200);
  });

  it('replaces no key that works', async () => {
    const finished = await run('keys replace --reason none');
    expect(finished).toMatchObject({ code: 2, stderr: expect.stringContaining('use keys rotate') });
    expect(await acts('key_replacement')).toEqual([]);
  });

  it('states a compromise of a retired key alone', async () => {
    const oldKey = await currentKey();
    const line = `keys compromised --key ${oldKey} --since 2026-01-31 --json`;
    expect(await run(line)).toMatchObject({ code: 2, stderr: expect.stringContaining('keys rotate first') });
    await run('keys rotate');
    expect(json(await run(line))).toMatchObject({ tenants: ['demo'] });
    expect(json(await run(line))).toMatchObject({ tenants: [] });
    const [act] = await acts('key_compromised');
    expect(act?.record).toMatchObject({ key_id: oldKey, since: Date.UTC(2026, 0, 31) });
  });

  it.each([
    ['keys compromised --key x --since 2026-01-31', '--key takes'],
    ['keys compromised --key 0123456789abcdef0123456789abcdef --since soon', '--since takes'],
    ['keys replace', "required option '--reason <text>'"],
  ])('%s ends with 2', async (line, message) => {
    expect(await run(line)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('refuses a key history that was damaged', async () => {
    await writeFile(keyFile('history.json'), '{"keys":[{"key_id":"x","public_key":"y","retired_at":null}]}');
    expect(await run('keys show')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a key history'),
    });
  });
});

it('keys show makes no keys', async () => {
  const directory = await temporaryDirectory();
  const finished = await runHere(['keys', 'show'], { DATA_DIR: directory.path });
  expect(finished).toMatchObject({ code: 2, stderr: expect.stringContaining('no keys') });
  await expect(access(path.join(directory.path, 'keys'))).rejects.toThrow();
  await directory.remove();
});
