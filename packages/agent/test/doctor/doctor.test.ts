// `doctor` on agents that are well, and on each thing that can be wrong.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds, temporaryDirectory } from '@governance-agent/testkit';
import { chmod, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../../src/doctor/finding.ts';
import { ensureIssuerKey } from '../../src/access/issuer-key.ts';
import { runHere } from '../cli/run-cli.ts';
import { replay } from '../support/ingest.ts';
import { row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { licenceHeader, logRequests } from '../e2e/licences.ts';

interface Diagnosis {
  readonly healthy: boolean;
  readonly problems: number;
  readonly findings: readonly Finding[];
}

async function doctor(env: Record<string, string>, ...args: string[]) {
  const finished = await runHere(['doctor', '--json', ...args], env);
  const diagnosis = JSON.parse(finished.stdout) as Diagnosis;
  const bad = diagnosis.findings.filter(({ state }) => state === 'problem');
  return { ...diagnosis, code: finished.code, bad, checks: bad.map(({ check }) => check) };
}

describe.each(databaseKinds)('doctor on %s', (kind) => {
  let agent: TestAgent;
  let env: Record<string, string>;
  beforeAll(async () => {
    agent = await testAgent(kind);
    await ensureIssuerKey(agent.dataDir);
    env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl, PORT: new URL(agent.url).port };
  });
  afterAll(() => agent.remove());

  it('finds nothing on a fresh agent that runs', async () => {
    expect(await doctor(env)).toMatchObject({ healthy: true, problems: 0, code: 0, bad: [] });
    const { stdout } = await runHere(['doctor'], env);
    expect(stdout).toContain('ok    store: ');
    expect(stdout).toContain('note  senders: nothing has arrived yet');
    expect(stdout.trimEnd()).toMatch(/Nothing to do\.$/);
  });

  it('misses a tenant that is asked for and never sent', async () => {
    expect(await doctor(env, '--tenant', 'ghost')).toMatchObject({ code: 1, checks: ['senders'] });
  });

  it.each<[string, Record<string, string>, string]>([
    ['an agent that is away', { PORT: '9' }, 'agent'],
    ['ingest that is switched off', { OTEL_INGEST_ENABLED: 'false' }, 'ingest'],
    ['a store that is away', { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, 'store'],
    ['a key that is none', { LICENSE_PUBLIC_KEYS: '/nowhere.pem' }, 'licence issuer'],
  ])('finds %s', async (_name, change, check) => {
    const { code, checks, bad } = await doctor({ ...env, ...change });
    expect({ code, checks }).toEqual({ code: 1, checks: [check] });
    expect(bad[0]?.what_to_do).toBeTruthy();
  });

  it('finds a data directory without keys', async () => {
    const empty = await temporaryDirectory();
    expect((await doctor({ ...env, DATA_DIR: empty.path })).checks).toContain('signing key');
    await empty.remove();
  });

  it('finds keys that others can read, and a key that is none', async () => {
    const key = path.join(agent.dataDir, 'keys', 'row-signing.pem');
    await chmod(key, 0o644);
    expect(await doctor(env)).toMatchObject({
      checks: ['file modes'],
      bad: [{ text: `${key} is open to others` }],
    });
    await chmod(key, 0o600);
    await rename(key, `${key}.kept`);
    await writeFile(key, 'nothing', { mode: 0o600 });
    expect((await doctor(env)).checks).toEqual(['signing key']);
    await rename(`${key}.kept`, key);
  });

  it('finds a clock that went back', async () => {
    agent.clock.advance(3_600_000);
    await agent.writer.append({ org: 'late', tenant: 'late', dataset: 'default' }, [row(1)]);
    agent.clock.advance(-3_600_000);
    expect((await doctor(env)).checks).toEqual(['clock']);
  });

  it('finds holes in the counters of a session', async () => {
    const event = (clientSequence: number, sessionId: string) =>
      row(clientSequence, { occurredAt: `${Date.now()}000000`, clientSequence, sessionId });
    const whole = [0, 1, 2].map((number) => event(number, 'whole'));
    const holes = [0, 1, 5].map((number) => event(number, 'holes'));
    await agent.writer.append({ org: 'gaps', tenant: 'gaps', dataset: 'default' }, [...whole, ...holes]);
    const { bad } = await doctor(env, '--tenant', 'gaps');
    expect(bad.find(({ check }) => check === 'completeness')?.text).toBe(
      'tenant gaps: at least 3 events missing in 1 of 2 sessions',
    );
  });

  it('finds who is refused, whose clock is off, and who is well', async () => {
    const authorization = await licenceHeader(agent);
    for (const request of logRequests('cc2.1.329-pb-all')) await replay(agent.url, authorization, request);
    await fetch(`${agent.url}/v1/logs`, {
      method: 'POST',
      headers: { 'user-agent': 'curl/8.5.0' },
      body: '{}',
    });
    await agent.close();
    const { bad, findings } = await doctor(env, '--tenant', 'acme');
    expect(findings.find(({ check }) => check === 'senders')).toMatchObject({ state: 'ok' });
    const [refused] = bad.filter(({ check }) => check === 'refused');
    expect(refused?.text).toMatch(
      /^credential_missing: 1 requests by senders of no known tenant \(curl\/8\.5\.0\)/,
    );
    expect(refused?.what_to_do).toContain('setup claude-code');
    // The capture is months old.
    expect(bad.find(({ check }) => check === 'client clock')?.text).toMatch(/is -?\d+ s behind this machine/);
  });
});
