// `erase`, `hold` and `retention` on the command line, beside a running agent.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseRanges, readAdministration } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { readFile } from 'node:fs/promises';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { runHere, type Finished } from './run-cli.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const GLOBEX = { org: 'globex', tenant: 'globex', dataset: 'default' };
const DEV = 'dev@acme.example';
const TEXT = 'words-that-must-go';
const content = (minute: number, userEmail: string, sessionId = 's-9') =>
  row(minute, { userEmail, sessionId, contentState: 'captured', content: { prompt: TEXT } });

describe.each(databaseKinds)('on %s', (kind) => {
  let agent: TestAgent;
  beforeEach(async () => {
    agent = await testAgent(kind);
    await agent.writer.append(ACME, [...DAY, content(7, 'ops@acme.example'), content(8, DEV)]);
    await agent.writer.append(GLOBEX, [content(1, DEV), content(2, 'ops@acme.example')]);
  });
  afterEach(() => agent.remove());

  const run = (line: string): Promise<Finished> =>
    runHere(line.split(' '), { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl });
  const json = async (line: string): Promise<unknown> => JSON.parse((await run(`${line} --json`)).stdout);
  const left = (tenant: string) =>
    agent.database.knex('audit_content').where({ tenant }).orderBy('seq').pluck<number[]>('seq');
  const erasures = async (tenant: string) =>
    (await readAdministration(agent.database.knex, tenant, ['erasure'])).map(({ record }) => record);
  const ERASE = `erase --user ${DEV} --reason asked`;

  it('counts without --yes, and erases over all tenants with it', async () => {
    expect(await json(ERASE)).toMatchObject({ dry_run: true, rows: 3 });
    expect(await left('acme')).toEqual([1, 7, 8]);
    const report = {
      dry_run: false,
      rows: 3,
      tenants: [
        { tenant: 'acme', rows: 2 },
        { tenant: 'globex', rows: 1 },
      ],
    };
    expect(await json(`${ERASE} --yes`)).toMatchObject(report);
    // The reason is content of the erasure row.
    expect([await left('acme'), await left('globex')]).toEqual([
      [7, 9],
      [2, 3],
    ]);
    expect(await erasures('acme')).toEqual([{ act: 'erasure', selector: 'user', rows: parseRanges('1,8') }]);
    expect(await erasures('globex')).toEqual([{ act: 'erasure', selector: 'user', rows: parseRanges('1') }]);
  });

  it('stays within a tenant that is named', async () => {
    expect(await json(`erase --session s-9 --reason asked --tenant globex --yes`)).toMatchObject({ rows: 2 });
    expect(await left('acme')).toEqual([1, 7, 8]);
  });

  it('erases nothing anywhere while a hold in one tenant stands against it', async () => {
    const placed = await json(`hold place --tenant globex --user ${DEV} --id case-7 --reason lawsuit`);
    expect(placed).toMatchObject({ tenant: 'globex', hold: 'case-7', scope: 'user', value: DEV });
    expect(await json('hold list')).toMatchObject({ tenant: 'globex', hold: 'case-7' });
    const refused = await run(`${ERASE} --yes`);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('globex: case-7') });
    expect(await left('acme')).toEqual([1, 7, 8]);
    expect(await run('hold release case-7 --tenant globex')).toMatchObject({ code: 0 });
    expect((await run('hold list --json')).stdout).toBe('');
    expect(await json(`${ERASE} --yes`)).toMatchObject({ rows: 3 });
  });

  it('a hold on a range of time is placed and listed', async () => {
    const placed = await json('hold place --tenant acme --since 2026-01-01 --until 2026-02-01 --id january');
    const value = '2026-01-01T00:00:00.000Z/2026-02-01T00:00:00.000Z';
    expect(placed).toMatchObject({ hold: 'january', scope: 'range', value });
    expect(await json('hold list')).toMatchObject({ hold: 'january', scope: 'range', value });
    expect(await json(`${ERASE} --yes`)).toMatchObject({ rows: 3 });
  });

  it('retention keeps what is held and counts it', async () => {
    await run('hold place --tenant acme --session s-1');
    // The clock of the command line is the real one; rows were received just now.
    expect(await json('retention run --older-than 1d')).toMatchObject({ dry_run: false, rows: 0 });
    const old = runHere(
      ['retention', 'run', '--older-than', '30d', '--json'],
      {
        DATA_DIR: agent.dataDir,
        DATABASE_URL: agent.databaseUrl,
      },
      { now: () => Date.now() + 40 * 86_400_000 },
    );
    expect(JSON.parse((await old).stdout)).toMatchObject({
      rows: 4,
      tenants: [
        { tenant: 'acme', rows: 2, held: 1 },
        { tenant: 'globex', rows: 2, held: 0 },
      ],
    });
    expect(await erasures('acme')).toMatchObject([{ selector: 'retention' }]);
  });

  it.each([
    ['erase --reason x', 2, 'exactly one of'],
    ['erase --user a --session b --reason x', 2, 'exactly one of'],
    ['erase --before soon --reason x', 2, '--before takes'],
    ['erase --user a', 2, "required option '--reason <text>'"],
    ['erase --user a --reason x --tenant nobody --yes', 1, 'nothing of this tenant'],
    ['retention run --older-than 0d', 2, '--older-than takes'],
    ['hold place --user a', 2, "required option '--tenant <tenant>'"],
    ['hold place --tenant acme --user a --session b', 2, 'none of them for the whole tenant'],
    ['hold place --tenant acme --id a/b', 2, 'hold is named by'],
    ['hold place --tenant acme --since 2026-01-01', 2, '--until'],
    ['hold place --tenant acme --since 2026-01-02 --until 2026-01-01', 2, 'until after it'],
    ['hold place --tenant acme --since soon --until later', 2, '--since and --until take'],
    ['hold place --tenant acme --user a --since 2026-01-01 --until 2026-01-02', 2, 'covers one of'],
    ['hold place --tenant nobody', 1, 'no rows'],
    ['hold release none --tenant acme', 1, 'No open hold'],
  ])('%s ends with %i', async (line, code, message) => {
    const finished = await run(line);
    expect(finished.stderr).toContain(message);
    expect(finished).toMatchObject({ code, stdout: '' });
  });
});

it('leaves no text in the files of an SQLite store that a running agent has open', async () => {
  const agent = await testAgent('sqlite');
  await agent.writer.append(ACME, [content(1, DEV)]);
  const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
  const file = agent.databaseUrl.slice('sqlite:'.length);
  const texts = async (): Promise<string> => {
    const files = ['', '-wal', '-shm'].map((suffix) => file + suffix);
    return (await Promise.all(files.map((one) => readFile(one, 'latin1').catch(() => '')))).join();
  };
  expect(await texts()).toContain(TEXT);
  await runHere(['erase', '--before', '2099-01-01', '--reason', 'all', '--yes'], env);
  expect(await texts()).not.toContain(TEXT);
  await agent.remove();
});
