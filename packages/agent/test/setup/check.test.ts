// `setup --check` beside a running agent: what landed, and why it did not.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { captureRequests, databaseKinds } from '@governance-agent/testkit';
import { issueLicence } from '../../src/access/issue-licence.ts';
import { ensureIssuerKey } from '../../src/access/issuer-key.ts';
import { revocationListPath, revokeLicence } from '../../src/access/revocation-list.ts';
import type { SenderChange } from '../../src/health/health-changes.ts';
import type { ArrivedRows } from '../../src/setup/arrived-rows.ts';
import { startCli, runHere, waitForLine } from '../cli/run-cli.ts';
import { text } from 'node:stream/consumers';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { licenceOf } from './clients.ts';

const DAY = 86_400;
const USER_AGENT = 'OTel-OTLP-Exporter-JavaScript/0.208.0';

interface Checked {
  readonly arrived: boolean;
  readonly senders: readonly (SenderChange & { readonly what_to_do: Readonly<Record<string, string>> })[];
  readonly rows: ArrivedRows;
}

const basic = (user: string, key: string): string =>
  `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`;

describe.each(databaseKinds)('setup --check on %s', (kind) => {
  let agent: TestAgent;
  let env: Record<string, string>;
  beforeAll(async () => {
    agent = await testAgent(kind);
    env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl, PORT: new URL(agent.url).port };
  });
  afterAll(() => agent.remove());

  const send = (path: string, authorization: string, headers: Record<string, string> = {}, body = '{}') =>
    fetch(agent.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': USER_AGENT, authorization, ...headers },
      body,
    });

  /** Sends once the check is waiting. */
  async function check(args: readonly string[], act: () => Promise<unknown>) {
    const child = startCli(['setup', '--check', ...args], env);
    const stdout = child.stdout === null ? Promise.resolve('') : text(child.stdout);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await waitForLine(child, /waiting up to/);
    await act();
    return { code: await ended, stdout: await stdout, stderr };
  }

  it('says what arrived', async () => {
    const authorization = basic('acme', await licenceOf(agent));
    const finished = await check(['--timeout', '60s', '--json', '--tenant', 'acme'], async () => {
      // An act of an operator is no telemetry.
      const issue = ['license', 'issue', '--org', 'acme'];
      expect(await runHere(issue, env)).toMatchObject({ code: 0 });
      for (const request of captureRequests('cc2.1.329-pb-all')) {
        await fetch(agent.url + request.path, {
          method: 'POST',
          headers: { ...request.headers, authorization },
          body: request.body,
        });
      }
    });
    expect(finished.code).toBe(0);
    const { arrived, senders, rows } = JSON.parse(finished.stdout) as Checked;
    expect(arrived).toBe(true);
    expect(senders).toMatchObject([{ tenant: 'acme', user_agent: USER_AGENT, rejected: {} }]);
    const [sender] = senders;
    const { default: logs = 0, 'default-metrics': points = 0 } = sender?.datasets ?? {};
    expect(logs + points).toBe(sender?.records);
    expect(Math.min(logs, points)).toBeGreaterThan(0);
    expect(sender?.clients).toEqual({ 'claude_code 2.1.329': sender?.records });
    expect(rows).toMatchObject({
      count: logs,
      planes: { claude_code: logs },
      datasets: { default: logs },
    });
    expect(rows.events).toHaveProperty('user_prompt');
    expect(Object.keys(rows.masked)).not.toEqual([]);
  });

  it('says why nothing did, whoever is asked for', async () => {
    const issuer = await ensureIssuerKey(agent.dataDir);
    const now = Math.floor(agent.clock.now() / 1000);
    const order = {
      org: 'acme',
      tenant: 'acme',
      tier: 't',
      features: ['otel_ingest'],
      expiresAt: now - 9 * DAY,
    };
    const expired = await issueLicence(issuer, order, agent.clock.now() - 30 * DAY * 1000);
    const poor = await issueLicence(
      issuer,
      { ...order, features: [], expiresAt: now + DAY },
      agent.clock.now(),
    );
    const gone = await issueLicence(issuer, { ...order, expiresAt: now + DAY }, agent.clock.now());
    await revokeLicence(revocationListPath(agent.dataDir), gone.licence.id, agent.clock.now());
    const good = await licenceOf(agent);
    const finished = await check(['--timeout', '8s', '--json', '--tenant', 'acme'], async () => {
      await send('/v1/logs', basic('acme', expired.key));
      await send('/v1/logs', basic('acme', poor.key));
      await send('/v1/logs', basic('acme', gone.key));
      await send('/v1/logs', basic('other', good));
      await send('/v1/logs', basic('acme', 'nonsense'));
      await send('/v1/logs', '');
      await send('/v1/logs/further', basic('acme', good));
      await send('/', basic('acme', good));
      await send('/v1/logs', basic('acme', good), { 'content-type': 'text/plain' });
      await send('/v1/logs', basic('acme', good), {}, '{');
    });
    expect(finished.code).toBe(1);
    const { arrived, senders } = JSON.parse(finished.stdout) as Checked;
    expect(arrived).toBe(false);
    const of = (tenant: string | null) => senders.find((sender) => sender.tenant === tenant)?.rejected;
    expect(of('acme')).toEqual({
      licence_expired: 1,
      feature_missing: 1,
      licence_revoked: 1,
      org_mismatch: 1,
      unsupported_media_type: 1,
      malformed: 1,
    });
    expect(of(null)).toEqual({ licence_invalid: 1, credential_missing: 1, not_found: 1, wrong_path: 1 });
    expect(finished.stderr).toContain('refused: licence_expired');
    expect(Object.values(senders[0]?.what_to_do ?? {})).not.toContain('Look at the log of the agent');
  });

  it('waits for the one sender that is asked for', async () => {
    const args = ['--timeout', '8s', '--user-agent', 'our-relay'];
    const finished = await check(args, async () => send('/v1/logs', basic('acme', await licenceOf(agent))));
    expect(finished.code).toBe(1);
    expect(finished.stdout).toContain('Nothing arrived.');
    expect(finished.stdout).toContain('answers and is ready');
  });

  it('shows ingest health to its own tenant', async () => {
    const get = async (tenant: string) => {
      const authorization = `Bearer ${await agent.token({ tenant })}`;
      const response = await fetch(`${agent.url}/api/v1/ingest/health`, { headers: { authorization } });
      return (await response.json()) as { tenant: string; senders: Record<string, unknown>[] };
    };
    const own = await get('acme');
    expect(own).toMatchObject({ tenant: 'acme', sequence_gaps: { missing: 0 } });
    expect(own.senders).toHaveLength(1);
    expect(own.senders[0]).toMatchObject({
      user_agent: USER_AGENT,
      last_rejection: { status: 400, reason: 'malformed' },
      protocols: { 'http/protobuf': {}, 'http/json': {}, other: {} },
    });
    expect((await get('other')).senders).toEqual([]);
  });

  it('counts by labels that are few', async () => {
    const text = await (await fetch(`${agent.url}/metrics`)).text();
    for (const line of [
      /^governance_ingest_requests_total\{signal="logs",protocol="http\/protobuf",outcome="accepted"\} [1-9]/m,
      /^governance_ingest_requests_total\{signal="logs",protocol="http\/json",outcome="rejected"\} [1-9]/m,
      /^governance_ingest_events_total\{plane="claude_code"\} [1-9]/m,
      /^governance_ingest_health_write_failures_total 0$/m,
    ])
      expect(text).toMatch(line);
    expect(text).not.toContain('acme');
  });

  it('keeps no credential and no address', async () => {
    const tables = ['ingest_health', 'ingest_health_counts'];
    const rows = await Promise.all(tables.map((table) => agent.database.knex(table).select()));
    expect(JSON.stringify(rows)).not.toMatch(/eyJ|Basic|127\.0\.0\.1|nonsense/);
  });

  it('lets strangers see nothing', async () => {
    expect((await fetch(`${agent.url}/api/v1/ingest/health`)).status).toBe(401);
    const { stdout } = await runHere(['setup', '--check', '--timeout', '0s', '--tenant', 'acme'], env);
    expect(stdout).toContain('Nothing arrived.');
  });
});
