// Exports on the command line and over HTTP, on both databases. Every filter does on an export what it does on the feed.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FILTER_COLUMNS, publicKeyToPem, signingKeyFromPem } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { verifyBundle } from '../../../verifiers/node/verify-bundle.mjs';
import { verifyBundleCommand } from '../src/cli/verify-bundle.ts';
import { csvLines } from '../src/export/csv.ts';
import { DAY, row } from './support/rows.ts';
import { runHere, startCli, type Environment } from './cli/run-cli.ts';
import { testAgent, type TestAgent } from './support/test-agent.ts';

type Line = Readonly<Record<string, unknown>>;

const VALUES: Readonly<Record<(typeof FILTER_COLUMNS)[number], string>> = {
  plane: 'cowork',
  event: 'tool_decision',
  decision: 'blocked',
  user_email: 'dev@acme.example',
  session_id: 's-2',
  correlation_id: 'p-1',
  tool_name: 'Bash',
  model: 'opus',
  dataset: 'default',
};

/** Seeded. */
const ROWS = 7;

const FILTERS: readonly (readonly [string, string])[] = [
  ...FILTER_COLUMNS.map((column) => [column, VALUES[column]] as const),
  ['attr.team', 'core'],
  ['since', '2026-11-20T00:05:00Z'],
  ['until', '2026-11-20T00:03:00Z'],
];

describe.each(databaseKinds)('export on %s', (kind) => {
  let agent: TestAgent;
  let token: string;
  let env: Environment;
  let key: Uint8Array;
  beforeAll(async () => {
    agent = await testAgent(kind);
    token = await agent.token();
    env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    await agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, DAY);
    await agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'other' }, [
      row(9, { userEmail: '=1+1' }),
    ]);
    await agent.writer.append({ org: 'globex', tenant: 'globex', dataset: 'default' }, [row(1)]);
    const pem = await readFile(path.join(agent.dataDir, 'keys', 'row-signing.pem'), 'utf8');
    key = signingKeyFromPem(pem).publicKey;
    await writeFile(path.join(agent.dataDir, 'pub.pem'), publicKeyToPem(key));
  });
  afterAll(() => agent.remove());

  const get = (query: string, authorization = `Bearer ${token}`) =>
    fetch(`${agent.url}/api/v1/audit/export?${query}`, { headers: { authorization } });
  const seqsOf = (text: string): number[] =>
    text.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { seq: number }).seq]));
  const feed = async (query: string): Promise<number[]> => {
    const response = await fetch(`${agent.url}/api/v1/decisions?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { decisions } = (await response.json()) as { decisions: { seq: number }[] };
    return decisions.map(({ seq }) => seq).reverse();
  };
  /** What the feed gives now, but for the row that states the export before. */
  const exportedBy = async (query: string): Promise<number[]> => {
    const [newest = 0] = (await feed('limit=1')).slice(-1);
    return (await feed(query)).filter((seq) => seq !== newest);
  };
  const here = (...args: string[]) => runHere(['export', '--tenant', 'acme', '--output', '-', ...args], env);

  it.each(FILTERS)('%s filters an export as it filters the feed', async (name, value) => {
    const query = `${name}=${encodeURIComponent(value)}`;
    const seeded = (await feed(query)).filter((seq) => seq <= ROWS);
    expect(seeded.length).toBeGreaterThan(0);
    expect(seeded.length).toBeLessThan(ROWS);
    // Each export is a row of its own, behind those it took.
    expect(seqsOf(await (await get(`format=jsonl&${query}`)).text())).toEqual(await exportedBy(query));
    const option = name.startsWith('attr.')
      ? ['--attr', `${name.slice(5)}=${value}`]
      : [`--${name.replaceAll('_', '-')}`, value];
    expect(seqsOf((await here('--format', 'jsonl', ...option)).stdout)).toEqual(await exportedBy(query));
    const bundle = new Uint8Array(await (await get(`format=bundle&${query}`)).arrayBuffer());
    expect(await verifyBundle(bundle, { keys: [key] })).toMatchObject({
      verdict: 'verified',
      rows: (await exportedBy(query)).length,
    });
  });

  it('answers as a file that nobody keeps', async () => {
    const { status, headers } = await get('format=bundle&session=s-1');
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/zip',
      'no-store',
    ]);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.zip"$/);
  });

  it.each([
    ['session=s-1', 4],
    ['from=2&through=5', 4],
    ['from=2&through=5&withhold_bodies=true&since_size=1,6', 4],
  ])('a bundle of %s verifies', async (query, rows) => {
    const bytes = new Uint8Array(await (await get(`format=bundle&${query}`)).arrayBuffer());
    expect(await verifyBundle(bytes, { keys: [key] })).toMatchObject({ verdict: 'verified', rows });
  });

  it.each([
    ['', 'format is missing'],
    ['format=pdf', 'format must be one of'],
    ['format=bundle&from=1', 'go together'],
    ['format=bundle&from=3&through=1', 'from must not'],
    ['format=bundle&from=1&through=99', 'Ask for rows'],
    ['format=bundle&session=none', 'no such session'],
    ['format=bundle&session=s-1&plane=cowork', 'takes no filters'],
    ['format=bundle&session=s-1&from=1&through=2', 'do not go together'],
    ['format=csv&since_size=1', 'are for bundles'],
    ['format=csv&limit=5', 'do not apply'],
    ['format=csv&user=x', 'unknown parameter'],
  ])('%s is a problem', async (query, detail) => {
    const response = await get(query);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await response.text()).toContain(detail);
  });

  it('a tenant without rows has no bundle, and only a reader may ask', async () => {
    const nobody = await agent.token({ tenant: 'nobody' });
    expect((await get('format=bundle', `Bearer ${nobody}`)).status).toBe(404);
    expect(await (await get('format=jsonl', `Bearer ${nobody}`)).text()).toBe('');
    expect((await get('format=jsonl', 'Bearer gat_x')).status).toBe(401);
  });

  it('CSV has a header, one record a row, and no formula', async () => {
    const text = await (await get('format=csv')).text();
    const records = text.split('\r\n');
    expect(records[0]).toMatch(/^seq,occurred_at,/);
    expect(records.filter((record) => !record.includes(',agent,'))).toHaveLength(9);
    expect(text).toContain(",'=1+1,");
  });

  it('an export is a row of the chain that names filters, and not their values', async () => {
    await get('format=csv&user_email=dev@acme.example&attr.team=core').then((response) => response.text());
    const response = await fetch(`${agent.url}/api/v1/decisions?event=exported&limit=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { decisions } = (await response.json()) as { decisions: Line[] };
    const stated = { format: 'csv', filters: 'attr,user_email', actor: expect.stringMatching(/^token:/) };
    expect(decisions[0]).toMatchObject({ plane: 'agent', attributes: stated });
    expect(JSON.stringify(decisions[0])).not.toContain('dev@acme.example');
  });

  it('a reader that leaves early is no error', async () => {
    const child = startCli(['export', '--tenant', 'acme', '--format', 'jsonl', '--output', '-'], env);
    child.stdout?.destroy();
    const said = textOf(child.stderr ?? Readable.from([]));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, await said]).toEqual([0, expect.not.stringContaining('rror')]);
  });

  it('writes a file once, and the verifier takes it', async () => {
    const file = path.join(agent.dataDir, 'bundle.zip');
    const write = () =>
      runHere(['export', '--tenant', 'acme', '--session', 's-1', '--output', file, '--json'], env);
    expect(JSON.parse((await write()).stdout)).toMatchObject({ format: 'bundle', rows: 4 });
    expect(await write()).toMatchObject({ code: 2 });
    const check = (...more: string[]) => runHere(['verify-bundle', file, ...more], env);
    const verified = await check('--key', path.join(agent.dataDir, 'pub.pem'), '--json');
    expect([verified.code, (JSON.parse(verified.stdout) as Line)['verdict']]).toEqual([0, 'verified']);
    expect(await check()).toMatchObject({ code: 1, stdout: expect.stringContaining('unverifiable') });
    expect(await check('--key', file)).toMatchObject({ code: 2, stdout: '' });
  });
});

it('says where the verifier is when it is not installed', async () => {
  const io = { stdin: Readable.from([]), stdout: new PassThrough(), stderr: new PassThrough() };
  const rest = { env: {}, clock: { now: Date.now }, process, setExitCode: () => undefined };
  const command = verifyBundleCommand({ ...io, ...rest }, new URL('absent.mjs', import.meta.url));
  await expect(command.parseAsync(['bundle.zip'], { from: 'user' })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('verifiers/python/verify_bundle.py'),
  });
});

it.each(['=1', '+1', '-1', '@a', '\tx', '\rx'])('a cell of %j is no formula', (model) => {
  const decision = { model } as unknown as Parameters<typeof csvLines>[0][number];
  expect(csvLines([decision])).toContain(`'${model}`);
});
