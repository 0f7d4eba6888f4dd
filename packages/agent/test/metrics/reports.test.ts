// Metric reports over HTTP and on the command line, beside a running agent, on both databases.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMetricWriter, type MaskedMetric } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { runHere, type Environment } from '../cli/run-cli.ts';
import { metric, point } from '../support/points.ts';
import { DAY } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

/** Tokens that a user's client counted, at a minute of 2026-11-20. */
function tokens(minute: number, value: number, userEmail: string, type = 'input'): MaskedMetric {
  const counted = point(minute, value);
  const change = { userEmail, model: 'claude-opus-5-5', attributes: { type }, resource: { team: 'core' } };
  return metric([{ ...counted, startTime: counted.time }], change);
}

describe.each(databaseKinds)('metric reports on %s', (kind) => {
  let agent: TestAgent;
  let token: string;
  let env: Environment;
  beforeAll(async () => {
    agent = await testAgent(kind);
    token = await agent.token();
    env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    const writer = createMetricWriter({ database: agent.database, clock: agent.clock });
    const acme = { org: 'acme', tenant: 'acme', dataset: 'default' };
    await writer.append(acme, [
      tokens(1, 12, 'dev@acme.example'),
      tokens(61, 30, 'dev@acme.example', 'output'),
      tokens(2, 8, 'ops@acme.example'),
    ]);
    await writer.append({ ...acme, tenant: 'only-metrics' }, [tokens(1, 5, 'spy@globex.example')]);
    await writer.close();
    await agent.writer.append(acme, DAY);
  });
  afterAll(() => agent.remove());

  const get = async (path: string, bearer = token) => {
    const response = await fetch(`${agent.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const NAMED = '/metrics/series?name=claude_code.token.usage';

  it.each([
    ['', [[null, null, 50]]],
    [
      '&group_by=user',
      [
        ['dev@acme.example', null, 42],
        ['ops@acme.example', null, 8],
      ],
    ],
    [
      '&group_by=attr.type',
      [
        ['output', null, 30],
        ['input', null, 20],
      ],
    ],
    ['&group_by=team', [['core', null, 50]]],
    ['&group_by=day', [['2026-11-20', '2026-11-20T00:00:00.000Z', 50]]],
    [
      '&bucket=hour',
      [
        [null, '2026-11-20T00:00:00.000Z', 20],
        [null, '2026-11-20T01:00:00.000Z', 30],
      ],
    ],
    ['&attr.type=output', [[null, null, 30]]],
    ['&user_email=ops%40acme.example', [[null, null, 8]]],
    ['&since=2026-11-20T00:30:00Z', [[null, null, 30]]],
    ['&until=2026-11-20', []],
    ['&dataset=other', []],
  ])('series %s', async (query, expected) => {
    const { body } = await get(NAMED + query);
    const rows = body['rows'] as { group: string | null; bucket: string | null; value: number }[];
    expect(rows.map(({ group, bucket, value }) => [group, bucket, value])).toEqual(expected);
    expect(body).toMatchObject({ source: 'metrics', truncated: false });
  });

  it.each([
    ['/metrics/series', 'name is missing'],
    [`${NAMED}&event=x`, 'event does not apply to metrics'],
    [`${NAMED}&cursor=x`, 'cursor does not apply'],
    [`${NAMED}&bucket=week`, 'bucket must be one of hour, day'],
    [`${NAMED}&tenant=x`, 'unknown parameter "tenant"'],
    ['/metrics?name=x', 'unknown parameter "name"'],
    ['/metrics?plane=x', 'plane does not apply here'],
    ['/usage?source=both', 'source must be one of logs, metrics'],
    ['/usage?source=metrics&event=user_prompt', 'event does not apply to metrics'],
    ['/usage?source=metrics&group_by=event', 'metrics are not events'],
    ['/usage/comparison?limit=5', 'limit does not apply'],
  ])('%s is a 400 that says why', async (path, detail) => {
    const { status, body } = await get(path);
    expect([status, body['detail']]).toEqual([400, expect.stringContaining(detail)]);
  });

  it('lists names', async () => {
    const { body } = await get('/metrics');
    expect(body['metrics']).toMatchObject([
      { name: 'claude_code.token.usage', unit: 'tokens', kind: 'sum', temporality: 'delta', series: 3 },
    ]);
  });

  it('keeps tenants apart', async () => {
    const theirs = await agent.token({ tenant: 'globex' });
    expect((await get('/metrics', theirs)).body['metrics']).toEqual([]);
    expect((await get(NAMED, theirs)).body['rows']).toEqual([]);
    expect((await get('/usage?source=metrics', theirs)).body['usage']).toEqual([]);
    const { body } = await get('/usage/comparison', theirs);
    expect(new Set((body['figures'] as { metrics: number }[]).map(({ metrics }) => metrics))).toEqual(
      new Set([0]),
    );
  });

  it('usage is of one source at a time, and says of which', async () => {
    expect((await get('/usage')).body).toMatchObject({ source: 'logs', by: 'user' });
    const { body } = await get('/usage?source=metrics');
    expect(body).toMatchObject({ source: 'metrics', by: 'user' });
    expect(body['usage']).toMatchObject([
      { group: 'dev@acme.example', tokens_input: 12, tokens_output: 30, tokens_used: 42 },
      { group: 'ops@acme.example', tokens_used: 8 },
    ]);
    const { body: comparison } = await get('/usage/comparison');
    expect(comparison['figures']).toContainEqual({
      figure: 'tokens_used',
      logs: 15,
      metrics: 50,
      difference: 35,
    });
  });

  const cli = (line: string) => runHere(line.split(' '), env);
  const lines = async (line: string) =>
    (await cli(line)).stdout.split('\n').flatMap((text) => (text === '' ? [] : [JSON.parse(text) as object]));

  it('metrics --json lists names of every tenant, those with metrics alone included', async () => {
    expect(await lines('metrics --json')).toMatchObject([
      { tenant: 'acme', metrics: [{ series: 3 }] },
      { tenant: 'only-metrics', metrics: [{ series: 1 }] },
    ]);
  });

  it('metrics --name shows series as JSON and as a table', async () => {
    const line = 'metrics --tenant acme --name claude_code.token.usage --by user';
    expect(await lines(`${line} --json`)).toMatchObject([
      {
        tenant: 'acme',
        rows: [
          { group: 'dev@acme.example', value: 42 },
          { group: 'ops@acme.example', value: 8 },
        ],
      },
    ]);
    const shown = await cli(line);
    expect(shown.stdout).toMatch(/dev@acme\.example.*42/);
    expect((await cli('metrics --tenant acme')).stdout).toMatch(/claude_code\.token\.usage.*tokens/);
  });

  it('usage --source metrics and usage --compare', async () => {
    expect(await lines('usage --tenant acme --source metrics --by day --json')).toMatchObject([
      { source: 'metrics', usage: [{ group: '2026-11-20', tokens_used: 50 }] },
    ]);
    expect((await cli('usage --tenant acme --source metrics')).stdout).toMatch(/dev@acme\.example.*42/);
    expect(await lines('usage --tenant acme --compare --json')).toMatchObject([
      { tenant: 'acme', sources: ['logs', 'metrics'] },
    ]);
    expect((await cli('usage --tenant acme --compare')).stdout).toMatch(/tokens_used.*15.*50.*35/);
  });

  it.each([
    ['metrics --by user', 'without --name'],
    ['metrics --name x --event y', 'event does not apply to metrics'],
    ['usage --source both', 'source must be one of'],
    ['usage --source metrics --by event', 'metrics are not events'],
  ])('%s is a usage error', async (line, message) => {
    const finished = await cli(line);
    expect([finished.code, finished.stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
