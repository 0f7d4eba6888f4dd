// How a chain stands over HTTP, on both databases: head, keys with their states, erased rows, the last verification.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { runHere, type Environment } from '../cli/run-cli.ts';
import { setBack } from '../support/set-back.ts';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

interface Key {
  readonly key_id: string;
  readonly state: string;
  readonly from: number;
  readonly through: number | null;
  readonly public_key: string | null;
  readonly compromised_since: string | null;
}

interface Chain {
  readonly size: number;
  readonly hash: string | null;
  readonly keys: readonly Key[];
  readonly erased: number;
  readonly [name: string]: unknown;
}

describe.each(databaseKinds)('the state of a chain on %s', (kind) => {
  let agent: TestAgent;
  let env: Environment;
  let token: string;
  const acme = { org: 'acme', tenant: 'acme', dataset: 'default' };
  beforeAll(async () => {
    agent = await testAgent(kind);
    env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    token = await agent.token();
    await agent.writer.append(acme, DAY);
    await agent.writer.append({ ...acme, tenant: 'globex' }, [row(1)]);
  });
  afterAll(() => agent.remove());

  const get = async <T>(path: string, by = token): Promise<T> => {
    const response = await fetch(`${agent.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${by}` },
    });
    return (await response.json()) as T;
  };
  const chain = (by?: string) => get<Chain>('/audit/chain', by);
  const cli = async (...args: string[]): Promise<void> => {
    expect(await runHere(args, env)).toMatchObject({ code: 0 });
  };

  it('names the head, the one key and the newest checkpoint, and proves nothing yet', async () => {
    const { decisions } = await get<{ decisions: { row_hash: string; received_at: string }[] }>(
      '/decisions?limit=1',
    );
    const { keys, ...said } = await chain();
    expect(said).toMatchObject({
      tenant: 'acme',
      size: 6,
      hash: decisions[0]?.row_hash,
      received_at: decisions[0]?.received_at,
      erased: 0,
      last_verification: null,
      checkpoint: await get('/audit/checkpoint'),
      boundary: expect.stringContaining('Does not prove'),
    });
    expect(keys).toEqual([
      {
        key_id: expect.any(String),
        state: 'present',
        from: 1,
        through: null,
        public_key: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
        compromised_since: null,
      },
    ]);
  });

  it('keeps to the tenant of the token, and says little of a chain that is not there', async () => {
    expect(await chain(await agent.token({ tenant: 'globex' }))).toMatchObject({ tenant: 'globex', size: 1 });
    expect(await chain(await agent.token({ tenant: 'nobody' }))).toMatchObject({
      tenant: 'nobody',
      origin: null,
      size: 0,
      hash: null,
      keys: [],
      checkpoint: null,
      last_verification: null,
    });
  });

  it('remembers what the last verification of this tenant said', async () => {
    await get('/audit/verify?mode=deep');
    expect(await chain()).toMatchObject({
      last_verification: { verdict: 'verified', mode: 'deep', rows: 6, findings: 0 },
    });
    expect(await chain(await agent.token({ tenant: 'globex' }))).toMatchObject({ last_verification: null });
  });

  it('counts rows whose content was erased', async () => {
    await cli('erase', '--session', 's-1', '--tenant', 'acme', '--reason', 'asked for', '--yes');
    expect(await chain()).toMatchObject({ size: 7, erased: 1 });
  });

  it('says which key signed what, and which of them was compromised since when', async () => {
    const [first] = (await chain()).keys;
    await cli('keys', 'rotate', '--reason', 'yearly');
    const since = '2020-01-01T00:00:00.000Z';
    await cli('keys', 'compromised', '--key', first?.key_id ?? '', '--since', since, '--reason', 'stolen');
    const { keys, size } = await chain();
    expect(size).toBe(9);
    expect(keys).toMatchObject([
      { key_id: first?.key_id, state: 'compromised', from: 1, through: 8, compromised_since: since },
      { state: 'present', from: 9, through: null, compromised_since: null },
    ]);
    expect(new Set(keys.map(({ public_key }) => public_key)).size).toBe(2);
  });

  it('says what the signer remembers of a chain that was set back', async () => {
    const { size } = await chain();
    const exported = await fetch(`${agent.url}/api/v1/audit/export?format=csv`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await exported.text();
    expect(await chain()).toMatchObject({ size: size + 1, signer_remembers: { size: size + 1 } });
    await setBack(agent.database.knex, 'acme', 3);
    expect(await chain()).toMatchObject({ size: 3, signer_remembers: { size: size + 1 } });
  });
});
