// Set-up scripts for a hosted service, sourced in a real shell with only host and token changed, against a running agent.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, readDecisions, readUsage } from '@governance-agent/audit-core';
import {
  databaseKinds,
  processEnvironment,
  temporaryDatabaseUrl,
  temporaryDirectory,
} from '@governance-agent/testkit';
import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { runCli, startCli, waitForLine, type Environment } from '../cli/run-cli.ts';

const FOLDER = path.join(import.meta.dirname, 'hosted-setup');
const RUN = `. "$0" && exec "$1" --disable-warning=ExperimentalWarning "$2" "$3"`;

describe.each(databaseKinds)('a set-up script of a hosted service on %s', (kind) => {
  let env: Environment;
  let agent: ChildProcess;
  let url: string;
  let token: string;
  const remove: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    const store = await temporaryDatabaseUrl(kind);
    remove.push(directory.remove, store.remove);
    env = { DATA_DIR: directory.path, DATABASE_URL: store.url, PORT: '0' };
    agent = startCli(['serve', '--migrate'], env);
    url = await waitForLine(agent, /"url":"(http:[^"]+)"/);
    await command('dataset create claude-logs --kind logs --tenant acme');
    await command('dataset create claude-metrics --kind metrics --tenant acme');
    const scopes = 'ingest:claude-logs,ingest:claude-metrics,ingest:default-metrics';
    const created = await command(`token create --tenant acme --scopes ${scopes} --json`);
    ({ token } = JSON.parse(created) as { token: string });
  });
  afterAll(async () => {
    const ended = once(agent, 'close');
    agent.kill('SIGTERM');
    await ended;
    for (const step of remove.toReversed()) await step();
  });

  const command = async (line: string): Promise<string> => {
    const { code, stdout, stderr } = await runCli(line.split(' '), env);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };

  const source = async (script: string): Promise<unknown> => {
    const given = { ...processEnvironment(), SERVICE_URL: url, SERVICE_TOKEN: token };
    const sender = path.join(FOLDER, 'exporters.ts');
    const args = ['-c', RUN, path.join(FOLDER, script), process.execPath, sender, script];
    return JSON.parse((await promisify(execFile)('bash', args, { env: given })).stdout);
  };

  const datasetsOf = async (script: string): Promise<string[]> => {
    const database = openDatabase(env['DATABASE_URL'] ?? '');
    try {
      const { decisions } = await readDecisions(database, 'acme', { columns: { session_id: script } });
      return decisions.map(({ dataset }) => dataset);
    } finally {
      await database.close();
    }
  };

  it.each([
    ['two-datasets.sh', { logs: 0, metrics: 0 }, ['claude-logs']],
    ['same-name.sh', { logs: 0, metrics: 0 }, ['claude-logs']],
    ['one-header.sh', { logs: 0, metrics: 0 }, ['claude-logs']],
    ['wrong-dataset.sh', { logs: 1, metrics: 1 }, []],
  ])('%s', async (script, outcome, datasets) => {
    expect(await source(script)).toEqual(outcome);
    expect(await datasetsOf(script)).toEqual(datasets);
  });

  it('brings its resource attributes to the reports', async () => {
    const database = openDatabase(env['DATABASE_URL'] ?? '');
    const { usage } = await readUsage(database, 'acme', { by: { attribute: 'team' } });
    await database.close();
    expect(usage).toContainEqual(expect.objectContaining({ group: 'core', events: 2 }));
  });

  it('tells how it came about, in a chain that holds', async () => {
    const feed = (await command('feed --plane agent --json')).trim().split('\n');
    const acts = feed.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(acts).toEqual(['token_created', 'dataset_created', 'dataset_created']);
    expect(JSON.parse(await command('verify --json'))).toMatchObject({ verdict: 'verified' });
  });
});
