// Every `sh` block of the guides runs as it stands, one after the other, beside a running agent.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { processEnvironment, temporaryDirectory } from '@governance-agent/testkit';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureIssuerKey } from '../../src/access/issuer-key.ts';
import { accepted } from '../health/requests.ts';
import { addToHealth } from '../../src/health/health-store.ts';
import { tallyRequest } from '../../src/health/tally-request.ts';
import { addTally, type Tallies } from '../../src/health/tally.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const GUIDES = path.join(import.meta.dirname, '../../../../docs/guides');
const MAIN = path.join(import.meta.dirname, '../../src/main.ts');
const run = promisify(execFile);

const blocksOf = (guide: string): string[] =>
  [...readFileSync(path.join(GUIDES, guide), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(
    ([, block = '']) => block,
  );

describe.each(['claude-code.md', 'cowork.md', 'rollout.md', 'troubleshooting.md'])('%s', (guide) => {
  let agent: TestAgent;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    agent = await testAgent('sqlite');
    directory = await temporaryDirectory();
    await ensureIssuerKey(agent.dataDir);
    const tallies: Tallies = new Map();
    const now = Date.now();
    addTally(tallies, 'acme', 'relay/1', tallyRequest(accepted({}, now), '', now));
    await addToHealth(agent.database.knex, tallies, now);
  });
  afterAll(async () => {
    await agent.remove();
    await directory.remove();
  });

  it.each(blocksOf(guide))('%s', async (block) => {
    const pnpm = `pnpm() { shift; '${process.execPath}' --disable-warning=ExperimentalWarning --conditions=@governance-agent/source '${MAIN}' "$@"; }`;
    const env = {
      ...processEnvironment(),
      DATA_DIR: agent.dataDir,
      DATABASE_URL: agent.databaseUrl,
      PORT: new URL(agent.url).port,
    };
    const script = `${pnpm}\n${block}`;
    await expect(run('sh', ['-euc', script], { env, cwd: directory.path })).resolves.toBeTruthy();
  });
});
