// A store with an administrative row of every kind, in several tenants, across key changes: it verifies.
import { expect, test } from '@jest/globals';
import { parseAdministration, verify } from '@governance-agent/audit-core';
import {
  captureRequests,
  claudeLogsRequest,
  databaseKinds,
  encodeLogsRequest,
} from '@governance-agent/testkit';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { stateExport } from '../../src/administration/state-export.ts';
import { openAdministration } from '../../src/administration/open-administration.ts';
import { readPublicKeys } from '../../src/keys/key-history.ts';
import { openSignerState } from '../../src/signer-state.ts';
import { runHere } from '../cli/run-cli.ts';
import { demoAuthorization, postLogs, replay } from '../support/ingest.ts';
import { setBack } from '../support/set-back.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const EVERY = [
  'dataset_created',
  'dataset_deleted',
  'erasure',
  'exported',
  'key_compromised',
  'key_replacement',
  'key_rotation',
  'legal_hold_placed',
  'legal_hold_released',
  'licence_issued',
  'licence_revoked',
  'metrics_erased',
  'rollback_accepted',
  'token_created',
  'token_revoked',
];

test.each(databaseKinds)('on %s', async (kind) => {
  const agent = await testAgent(kind);
  const run = async (line: string): Promise<string> => {
    const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
    const { code, stdout, stderr } = await runHere(line.split(' '), env);
    expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
    return stdout;
  };
  const idOf = (stdout: string): string => (JSON.parse(stdout) as { id: string }).id;
  await sendSome(agent);
  for (const tenant of ['demo', 'acme']) {
    const token = idOf(await run(`token create --tenant ${tenant} --json`));
    const licence = idOf(await run(`license issue --org ${tenant} --json`));
    await run(`dataset create team-a --tenant ${tenant} --kind metrics`);
    await run('keys rotate');
    await run(`token revoke ${token}`);
    await run(`license revoke ${licence}`);
    await run(`dataset delete team-a --tenant ${tenant}`);
    await run(`hold place --tenant ${tenant} --session nobody --id case-7`);
    await run(`hold release case-7 --tenant ${tenant}`);
  }
  await stateExported(agent);
  await run('erase --before 2035-01-01 --reason asked --yes');
  await sendSome(agent, 100);
  const { size } = await headOf(agent);
  await sendSome(agent, 200);
  await isRemembered(agent);
  await setBack(agent.database.knex, 'demo', size);
  await run('accept-rollback --tenant demo --reason restored');
  await run('keys rotate');
  const [retired] = (JSON.parse(await run('keys show --json')) as { history: readonly { key_id: string }[] })
    .history;
  await run(`keys compromised --key ${retired?.key_id ?? ''} --since 2035-01-01 --reason lost`);
  await rm(path.join(agent.dataDir, 'keys', 'row-signing.pem'));
  await run('keys replace --reason lost');
  await sendSome(agent, 300);

  expect(await actsOf(agent)).toEqual(EVERY);
  const trustedKeys = await readPublicKeys(agent.dataDir);
  const { database, clock } = agent;
  for (const mode of ['deep', 'full', 'quick'] as const) {
    const report = await verify({ database, clock, trustedKeys, mode });
    expect({ mode, verdict: report.verdict, chains: report.chains.length }).toEqual({
      mode,
      verdict: 'verified',
      chains: 2,
    });
  }
  await run('verify');
  await agent.remove();
});

const metricRequests = captureRequests('cc2.1.329-pb-all').filter(({ signal }) => signal === 'metrics');

async function sendSome(agent: TestAgent, first = 0): Promise<void> {
  const authorization = await demoAuthorization(agent.dataDir);
  const body = encodeLogsRequest(claudeLogsRequest(first, 3));
  expect((await postLogs(agent.url, authorization, body)).status).toBe(200);
  for (const request of metricRequests)
    expect((await replay(agent.url, authorization, request)).status).toBe(200);
}

/** The file of the signer's memory is written a moment behind the commits. */
async function isRemembered(agent: TestAgent): Promise<void> {
  const { size } = await headOf(agent);
  const file = path.join(agent.dataDir, 'signer-state.json');
  while (!(await readFile(file, 'utf8').catch(() => '')).includes(`"size":${size},`))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

async function stateExported({ dataDir, database, clock }: TestAgent): Promise<void> {
  const memory = await openSignerState({ dataDir, onProblem: () => undefined });
  const administration = await openAdministration({ settings: { dataDir }, database, memory, clock });
  const done = { tenant: 'demo', actor: 'cli', format: 'bundle', count: 3, filters: ['user'] } as const;
  await stateExport(administration, done);
  await administration.close();
  await memory.close();
}

async function headOf({ database }: TestAgent): Promise<{ readonly size: number }> {
  const [head] = await database
    .knex('chain_heads')
    .where({ tenant: 'demo' })
    .select<{ size: number }[]>('size');
  return { size: Number(head?.size) };
}

/** Every row of the plane is an act that can be read back. */
async function actsOf({ database }: TestAgent): Promise<string[]> {
  const rows = await database
    .knex('audit_logs')
    .where({ plane: 'agent' })
    .select<{ plane: string; event: string; attributes: string }[]>('plane', 'event', 'attributes');
  const acts = rows.map((row) => parseAdministration(row)?.act ?? `unread ${row.event}`);
  return [...new Set(acts)].sort();
}
