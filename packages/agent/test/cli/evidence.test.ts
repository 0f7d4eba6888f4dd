// `checkpoint` and `proof` on the command line, beside a running agent.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseCheckpoint } from '@governance-agent/audit-core';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { runHere, type Finished } from './run-cli.ts';

let agent: TestAgent;
const acme = { org: 'acme', tenant: 'acme', dataset: 'default' };
beforeAll(async () => {
  agent = await testAgent('sqlite');
  await agent.writer.append(acme, DAY);
  await agent.writer.append(acme, [row(10)]);
  await agent.writer.append({ ...acme, tenant: 'globex' }, [row(1)]);
});
afterAll(() => agent.remove());

const here = (line: string, dataDir = agent.dataDir): Promise<Finished> =>
  runHere(line.split(' '), { DATA_DIR: dataDir, DATABASE_URL: agent.databaseUrl });
const json = ({ stdout }: Finished): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

it('prints the newest checkpoints of all tenants', async () => {
  const lines = (await here('checkpoint --json')).stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { tenant: 'acme', size: 6 },
    { tenant: 'globex', size: 1 },
  ]);
});

it('proves a row, by its place and by its id', async () => {
  const feed = await here('feed --tenant acme --json --event user_prompt');
  const { id, seq } = JSON.parse(feed.stdout.split('\n').at(-2) ?? '') as { id: string; seq: number };
  const text = await here(`proof inclusion --tenant acme --seq ${seq}`);
  expect(text.stdout).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 0\n/);
  expect(await here(`proof inclusion --tenant acme --id ${id}`)).toEqual(text);
  expect(json(await here('proof inclusion --tenant acme --seq 7 --json'))).toMatchObject({
    size: 7,
    checkpoint: null,
  });
});

it('makes a checkpoint with the key that is there, and proves consistency to it', async () => {
  const note = (await here('checkpoint --tenant acme --fresh')).stdout;
  expect(parseCheckpoint(note)).toMatchObject({ size: 7 });
  const proof = await here('proof consistency --tenant acme --from 6 --to 7 --json');
  expect(json(proof)).toMatchObject({ tenant: 'acme', from: 6, to: 7, path: expect.any(Array) });
  expect(json(await here('proof inclusion --tenant acme --seq 7 --json'))).toMatchObject({ size: 7 });
});

it.each<[string, number, string]>([
  ['checkpoint --tenant nobody', 1, 'tenant nobody has no checkpoint'],
  ['proof inclusion --tenant acme', 2, 'give --seq or --id'],
  ['proof inclusion --tenant acme --seq 0', 2, '--seq must be'],
  ['proof inclusion --tenant acme --seq 8', 2, 'rows 1 to 7'],
  ['proof inclusion --tenant acme --seq 2 --size 3', 1, 'No such checkpoint covers the row'],
  ['proof inclusion --tenant acme --id none', 1, 'There is no such row'],
  ['proof consistency --tenant acme --from 6', 2, "required option '--to <rows>'"],
  ['proof consistency --tenant acme --from 7 --to 6', 2, 'rows 1 to 7'],
  ['proof consistency --tenant acme --from x --to 6', 2, '--from must be'],
])('%s ends with %i', async (line, code, message) => {
  const finished = await here(line);
  expect(finished.stderr).toContain(message);
  expect(finished).toMatchObject({ code, stdout: '' });
});

it('makes no checkpoint and no key where there is no key', async () => {
  const finished = await here('checkpoint --fresh', `${agent.dataDir}/elsewhere`);
  expect(finished).toMatchObject({ code: 2, stdout: '' });
  expect(finished.stderr).toContain('no signing key');
});
