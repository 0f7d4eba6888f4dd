// A tampered rollup on the command line: found by `verify`, mended by `rebuild`, on both databases.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { DAY } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { runHere, type Environment, type Finished } from './run-cli.ts';

describe.each(databaseKinds)('rebuild on %s', (kind) => {
  let agent: TestAgent;
  let env: Environment;
  beforeAll(async () => {
    agent = await testAgent(kind);
    env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    await agent.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, DAY);
  });
  afterAll(() => agent.remove());

  const here = (line: string): Promise<Finished> => runHere(line.split(' '), env);

  it('mends what verify finds', async () => {
    await agent.database.knex('usage_rollups').where({ dimension: 'user' }).update({ cost_nano_usd: 1 });
    const broken = await here('verify --tenant acme');
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.stdout).toContain('usage by user');
    expect(broken.stdout).toContain('governance-agent rebuild');
    expect(await here('rebuild --tenant acme --json')).toMatchObject({
      code: 0,
      stdout: `{"tenant":"acme","rows":${DAY.length}}\n`,
    });
    expect(await here('verify --tenant acme')).toMatchObject({ code: 0 });
    expect((await here('rebuild')).stdout).toContain('tenant acme');
    expect(await here('rebuild --tenant nobody')).toMatchObject({ code: 2, stdout: '' });
  });
});
