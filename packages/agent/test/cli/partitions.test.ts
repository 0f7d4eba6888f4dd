// `partitions` on the command line, beside a running agent, and the same done by the agent daily.
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import {
  createAuditWriter,
  createSigner,
  enablePartitions,
  migrate,
  openDatabase,
} from '@governance-agent/audit-core';
import { fixedClock, temporaryDatabaseUrl, temporaryDirectory } from '@governance-agent/testkit';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { bootAgent } from '../../src/boot.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { runHere, type Finished } from './run-cli.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const DAY_MS = 86_400_000;

describe('partitions', () => {
  let agent: TestAgent;
  beforeEach(async () => {
    agent = await testAgent('postgres');
    await agent.writer.append(ACME, DAY);
  });
  afterEach(() => agent.remove());

  const run = (line: string, days = 0): Promise<Finished> =>
    runHere(
      line.split(' '),
      { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl },
      { now: () => Date.now() + days * DAY_MS },
    );
  const lines = async (line: string, days = 0): Promise<unknown[]> => {
    const { stdout, stderr } = await run(`${line} --json`, days);
    expect(stderr).not.toContain('error');
    return stdout
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as unknown);
  };

  it('are enabled once, listed, maintained, detached, and verified', async () => {
    const [{ history }] = (await lines('partitions enable --every day')) as [{ history: string }];
    expect(await run('partitions enable')).toMatchObject({ code: 2, stdout: '' });
    expect((await run('partitions list')).stdout).toContain(history);
    expect(await lines('partitions list')).toHaveLength(5);
    expect(await lines('partitions maintain', 2)).toMatchObject([{ created: { length: 2 } }]);
    expect(await lines('partitions detach --older-than 400d')).toEqual([]);
    const due = { partition: history, rows: DAY.length, tenants: 1, held: [] };
    expect(await lines('partitions detach --older-than 1d --dry-run', 2)).toMatchObject([
      { ...due, outcome: 'due' },
    ]);
    await run('hold place --tenant acme --id case-7', 2);
    const held = await run('partitions detach --older-than 1d', 2);
    expect(held).toMatchObject({ code: 1, stdout: expect.stringContaining('acme: case-7') });
    await run('hold release case-7 --tenant acme', 2);
    expect(await lines('partitions detach --older-than 1d', 2)).toMatchObject([
      { ...due, outcome: 'detached' },
    ]);
    const verified = JSON.parse((await run('verify --json --no-state', 2)).stdout) as unknown;
    expect(verified).toMatchObject({ verdict: 'verified', chains: [{ detached: DAY.length }] });
    expect((await run('verify --no-state', 2)).stdout).toContain('detached');
    expect(
      (await run(`export --format bundle --tenant acme --from 1 --through 2 --output ${agent.dataDir}/b.zip`))
        .code,
    ).not.toBe(0);
  });

  it.each([
    ['partitions detach --older-than 1d', 2, 'Run partitions enable first'],
    ['partitions maintain', 2, 'Run partitions enable first'],
    ['partitions detach', 2, '--older-than'],
    ['partitions detach --older-than soon', 2, '--older-than takes'],
    ['partitions enable --every year', 2, 'month, week, day'],
  ])('%s ends with %i', async (line, code, message) => {
    const finished = await run(line);
    expect(finished.stderr).toContain(message);
    expect(finished).toMatchObject({ code, stdout: '' });
  });
});

it.each(['enable', 'maintain', 'list', 'detach --older-than 1d'])(
  'partitions %s is refused on an embedded store',
  async (line) => {
    const agent = await testAgent('sqlite');
    const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    const finished = await runHere(['partitions', ...line.split(' ')], env);
    expect(finished).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('PostgreSQL') });
    await agent.remove();
  },
);

test('an agent makes the partitions to come and detaches what is older than PARTITION_RETENTION_DAYS', async () => {
  const directory = await temporaryDirectory();
  const store = await temporaryDatabaseUrl('postgres');
  const database = openDatabase(store.url);
  await migrate(database, AGENT_MIGRATIONS);
  const clock = fixedClock(Date.now());
  const { key } = await ensureSigningKey(directory.path);
  const writer = createAuditWriter({ database, clock, signer: createSigner({ key }) });
  await writer.append(ACME, [row(1), row(2)]);
  await enablePartitions({ database, clock }, 'day');
  clock.advance(3 * DAY_MS);
  await writer.append(ACME, [row(3)]);
  const env = { DATA_DIR: directory.path, DATABASE_URL: store.url, PORT: '0', PARTITION_RETENTION_DAYS: '1' };
  const logger = {
    error: () => undefined,
    warn: () => undefined,
    info: () => undefined,
    debug: () => undefined,
  };
  const agent = await bootAgent({ settings: await readSettings({ env }), clock, logger, migrate: 'always' });
  await agent.listen();
  const left = () =>
    database.knex('audit_logs').where({ tenant: 'acme' }).orderBy('seq').pluck<number[]>('seq');
  while ((await left()).length > 2) await new Promise((resolve) => setTimeout(resolve, 20));
  await agent.close();
  expect(await left()).toEqual([3, 4]);
  expect(await database.knex('detached_rows').orderBy('seq').pluck<number[]>('seq')).toEqual([1, 2]);
  await writer.close();
  await database.close();
  await store.remove();
  await directory.remove();
});

test('PARTITION_RETENTION_DAYS on an embedded store is a setting that cannot be used', async () => {
  const reading = readSettings({ env: { PARTITION_RETENTION_DAYS: '400' } });
  await expect(reading).rejects.toMatchObject({ code: 'invalid_settings' });
});
