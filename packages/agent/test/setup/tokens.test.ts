// A set-up with a token of some datasets works as it is pasted: it names them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDecisions } from '@governance-agent/audit-core';
import { runHere } from '../cli/run-cli.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { exportInShell } from './clients.ts';

let agent: TestAgent;
let env: Record<string, string>;
beforeAll(async () => {
  agent = await testAgent('sqlite');
  env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
  for (const [name, kind] of DATASETS) await here(`dataset create ${name} --kind ${kind} --tenant acme`);
});
afterAll(() => agent.remove());

const DATASETS = [
  ['team-a', 'logs'],
  ['team-b', 'logs'],
  ['team.metrics', 'metrics'],
] as const;

async function here(line: string) {
  const finished = await runHere(line.split(' '), env);
  return { ...finished, stdout: finished.stdout.trim() };
}

async function tokenFor(scopes: string): Promise<string> {
  return (await here(`token create --tenant acme --scopes ${scopes}`)).stdout;
}

const setup = async (command: string, scopes: string) =>
  here(`setup ${command} --endpoint ${agent.url} --token ${await tokenFor(scopes)}`);

const PAIR = /^([^=]+)=(.*)$/;
const headersIn = (list = ''): Record<string, string> =>
  Object.fromEntries(
    list.split(',').map((pair) => {
      const [, name = '', value = ''] = PAIR.exec(pair) ?? [];
      return [name, decodeURIComponent(value)];
    }),
  );

describe('pasted as it is', () => {
  it.each(['claude-code', 'script'])('setup %s sends events and metrics to its datasets', async (command) => {
    const { stdout, code } = await setup(command, 'ingest:team-a,ingest:team.metrics');
    expect(code).toBe(0);
    const variables = await exportInShell('sh', stdout);
    const { decisions } = await readDecisions(agent.database, 'acme', { limit: 1 });
    expect(decisions).toMatchObject([{ dataset: 'team-a', event: 'user_prompt' }]);
    const name = `own.${command.replace('-', '.')}`;
    const answer = await fetch(`${variables['OTEL_EXPORTER_OTLP_ENDPOINT']}/v1/metrics`, {
      method: 'POST',
      headers: {
        ...headersIn(variables['OTEL_EXPORTER_OTLP_HEADERS']),
        'content-type': 'application/json',
      },
      body: JSON.stringify(gauge(name)),
    });
    expect(answer.status).toBe(200);
    const series = agent.database.knex('metric_series').where({ dataset: 'team.metrics' });
    expect(await series.pluck<string[]>('name')).toContain(name);
  });

  const gauge = (name: string) => {
    const dataPoints = [{ timeUnixNano: `${Date.now()}000000`, asInt: 1 }];
    return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints } }] }] }] };
  };

  it('leaves out the metrics that its token does not cover, and says so', async () => {
    const { stdout, stderr } = await setup('claude-code', 'ingest:team-b');
    expect(stdout).toContain('x-dataset=team-b');
    expect(stdout).toMatch(/OTEL_METRICS_EXPORTER='?none/);
    expect(stderr).toContain('they are left out');
    await exportInShell('sh', stdout);
    const { decisions } = await readDecisions(agent.database, 'acme', { limit: 1 });
    expect(decisions).toMatchObject([{ dataset: 'team-b' }]);
  });

  it.each(['ingest:*', 'ingest:default,ingest:default-metrics,ingest:team-a'])(
    'names none where none is needed: %s',
    async (scopes) => {
      const { stdout } = await setup('claude-code', scopes);
      expect(stdout).not.toMatch(/x-(?:metrics-)?dataset/);
      expect(stdout).toMatch(/OTEL_METRICS_EXPORTER='?otlp/);
    },
  );
});

describe('what would be refused later is refused now', () => {
  it.each([
    ['claude-code', 'read', 'covers no dataset of logs'],
    ['claude-code', 'ingest:team.metrics', 'covers no dataset of logs'],
    ['claude-code', 'ingest:team-a,ingest:team-b', 'choose one with --dataset'],
    ['claude-code --dataset team-b', 'ingest:team-a', 'does not cover the dataset team-b'],
    ['claude-code --tenant other', 'ingest:team-a', 'writes to the tenant acme'],
  ])('%s with %s', async (command, scopes, message) => {
    const finished = await setup(command, scopes);
    expect(finished).toMatchObject({ code: 2, stdout: '' });
    expect(finished.stderr).toContain(message);
    expect(finished.stderr).not.toContain('gat_');
  });

  it('a token that was revoked', async () => {
    const { id, token } = JSON.parse(
      (await here('token create --tenant acme --scopes ingest:* --json')).stdout,
    ) as { id: string; token: string };
    await here(`token revoke ${id}`);
    const finished = await here(`setup script --token ${token}`);
    expect(finished).toMatchObject({ code: 2, stdout: '' });
    expect(finished.stderr).toContain('is revoked');
  });
});

it('a token that is not known here is taken as it is, with a note', async () => {
  const elsewhere = `gat_${'x'.repeat(43)}`;
  const finished = await here(`setup claude-code --endpoint https://agent.example --token ${elsewhere}`);
  expect(finished.code).toBe(0);
  expect(finished.stderr).toContain('is not known here');
  const named = await here(`setup claude-code --dataset team-z --token ${elsewhere}`);
  expect(named.stdout).toContain('x-dataset=team-z');
  expect(named.stderr).not.toContain('is not known here');
});
