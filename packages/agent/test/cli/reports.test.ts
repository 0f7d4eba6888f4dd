// Reports and verification on the command line, beside a running agent, on both databases.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCheckpoint } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { runCli, runHere, startCli, waitForLine, type Environment, type Finished } from './run-cli.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const GLOBEX = { org: 'globex', tenant: 'globex', dataset: 'default' };
type Line = Readonly<Record<string, unknown>>;

describe.each(databaseKinds)('reports on %s', (kind) => {
  let agent: TestAgent;
  let env: Environment;
  beforeAll(async () => {
    agent = await testAgent(kind);
    env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    await agent.writer.append(ACME, DAY);
    await agent.writer.append(GLOBEX, [row(1, { sessionId: 's-9' })]);
  });
  afterAll(() => agent.remove());

  const here = (line: string): Promise<Finished> => runHere(line.split(' '), env);
  const lines = ({ stdout }: Finished): Line[] =>
    stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));

  it('feed --json prints one row a line, of every tenant', async () => {
    const finished = await runCli(['feed', '--json'], env);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(lines(finished).map(({ tenant, seq }) => [tenant, seq])).toEqual([
      ...[6, 5, 4, 3, 2, 1].map((seq) => ['acme', seq]),
      ['globex', 1],
    ]);
  });

  it.each([
    ['--tenant acme --plane cowork', [6, 5]],
    ['--tenant acme --user-email dev@acme.example --event tool_result', [4]],
    ['--attr team=core', [4]],
    ['--tenant acme --limit 2', [6, 5]],
    ['--tenant nobody', []],
    ['--since 2026-11-20T00:05:00Z', [6, 5]],
  ])('feed %s', async (options, expected) => {
    expect(lines(await here(`feed --json ${options}`)).map(({ seq }) => seq)).toEqual(expected);
  });

  it('draws tables for people', async () => {
    expect((await here('feed')).stdout).toContain('tool_decision');
    expect((await here('sessions')).stdout).toContain('s-2');
    expect((await here('sessions s-1')).stdout).toContain('turn p-1');
    expect((await here('usage --by tool')).stdout).toContain('Bash');
  });

  it('sessions and usage speak JSON', async () => {
    const sessions = lines(await here('sessions --json'));
    expect(sessions.map(({ tenant, session_id }) => [tenant, session_id])).toEqual([
      ['acme', 's-2'],
      ['acme', 's-1'],
      ['globex', 's-9'],
    ]);
    const [timeline] = lines(await here('sessions s-1 --json'));
    expect(timeline).toMatchObject({ tenant: 'acme', session: { session_id: 's-1' } });
    const [usage] = lines(await here('usage --by model --tenant acme --json'));
    expect(usage).toMatchObject({ tenant: 'acme', by: 'model', source: 'logs' });
    expect(await here('sessions none')).toMatchObject({ code: 1, stdout: '' });
  });

  it('a table carries no control character out of a row', async () => {
    await agent.writer.append(GLOBEX, [row(2, { toolName: '\u001b[31mred' })]);
    const { stdout } = await here('feed --tenant globex');
    expect(stdout).toContain('[31mred');
    expect(stdout).not.toContain('\u001b');
  });

  it('follows what arrives, and only that', async () => {
    const child = startCli(['feed', '--follow', '--json', '--tenant', 'globex'], env);
    const ended = once(child, 'close');
    try {
      await waitForLine(child, /following/);
      const shown = once(child.stdout ?? child, 'data') as Promise<[Buffer]>;
      await appendUntil(shown);
      const [line = ''] = (await shown).toString().split('\n');
      expect(JSON.parse(line)).toMatchObject({ tenant: 'globex', event: 'late' });
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toEqual([0, null]);
  });

  /** The first row may land before the command has looked at the chain, so more follow until one shows. */
  async function appendUntil(shown: Promise<unknown>): Promise<void> {
    for (let minute = 100; ; minute += 1) {
      await agent.writer.append(GLOBEX, [row(minute, { event: 'late' })]);
      if (await Promise.race([shown.then(() => true), sleep(500)])) return;
    }
  }

  it('verifies what is whole', async () => {
    const finished = await runCli(['verify', '--json'], env);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(lines(finished)).toMatchObject([
      {
        verdict: 'verified',
        mode: 'deep',
        chains: [{ tenant: 'acme', rows: 6, breaks: [] }, { tenant: 'globex' }],
      },
    ]);
  });

  it('cannot vouch without a key, and not for the key of another', async () => {
    const keyless = { ...env, DATA_DIR: path.join(agent.dataDir, 'elsewhere') };
    const unverifiable = await runHere(['verify', '--json'], keyless);
    expect(unverifiable.code).toBe(1);
    expect(lines(unverifiable)).toMatchObject([{ verdict: 'unverifiable' }]);
    await runHere(['init'], keyless);
    const { stdout } = await runHere(['keys', 'show', '--json'], keyless);
    const shown = JSON.parse(stdout) as { row_signing: { public_key: string } };
    const pem = path.join(agent.dataDir, 'other.pem');
    await writeFile(pem, shown.row_signing.public_key);
    expect((await here(`verify --trusted-key ${pem}`)).code).toBe(1);
  });

  it('remembers what it verified and demands it the next time', async () => {
    const state = path.join(agent.dataDir, 'heads.json');
    const first = await here(`verify --json --tenant acme --state ${state}`);
    expect(first.code).toBe(0);
    expect((await stat(state)).mode & 0o777).toBe(0o600);
    const { heads } = JSON.parse(await readFile(state, 'utf8')) as {
      heads: [{ size: number; hash: string }];
    };
    const [{ size, hash }] = heads;
    const again = await here(`verify --json --tenant acme --mode incremental --state ${state}`);
    expect(lines(again)).toMatchObject([{ verdict: 'verified', chains: [{ rows: 0, layer: 'remembered' }] }]);
    const since = await here(`verify --json --no-state --tenant acme --since-head ${size}:${hash}`);
    expect(lines(since)).toMatchObject([{ verdict: 'verified', mode: 'incremental' }]);
    await writeFile(state, JSON.stringify({ heads: [{ ...heads[0], size: size + 3, hash }] }));
    const shorter = await here(`verify --tenant acme --state ${state}`);
    expect(shorter.code).toBe(1);
    expect(shorter.stdout).toContain(`rows ${size + 1} to ${size + 3}: seq`);
    await writeFile(state, '{}');
    expect((await here(`verify --state ${state}`)).code).toBe(2);
  });

  it('holds the chain against anchors', async () => {
    const note = (await readCheckpoint(agent.database, 'acme'))?.note ?? '';
    const file = path.join(agent.dataDir, 'anchors.jsonl');
    await writeFile(file, `${JSON.stringify({ tenant: 'acme', note, at: 1 })}\n`);
    const anchored = await here(`verify --json --no-state --tenant acme --anchor ${file}`);
    expect(lines(anchored)).toMatchObject([{ verdict: 'verified', chains: [{ layer: 'anchored' }] }]);
    await writeFile(file, note);
    expect((await here(`verify --no-state --anchor ${file}`)).stdout).toContain('an anchor');
  });

  it('names what was changed, and ends with 1', async () => {
    const statements =
      kind === 'sqlite'
        ? [
            'DROP TRIGGER audit_logs_no_update',
            "UPDATE audit_logs SET user_email = 'x' WHERE tenant = 'acme' AND seq = 3",
          ]
        : [
            'ALTER TABLE audit_logs DISABLE TRIGGER ALL',
            "UPDATE audit_logs SET user_email = 'x' WHERE tenant = 'acme' AND seq = 3",
          ];
    for (const statement of statements) await agent.database.knex.raw(statement);
    const finished = await here('verify --json --tenant acme');
    expect(finished.code).toBe(1);
    expect(lines(finished)).toMatchObject([
      { verdict: 'broken', chains: [{ tenant: 'acme', breaks: [{ seq: 3, kind: 'column' }] }] },
    ]);
    expect((await here('verify')).stdout).toContain('acme: rows 3 to 3: column');
  });
});
