// `demo --exit` as a process: the whole story in one command.
import { expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { runCli } from '../cli/run-cli.ts';

it('shows masked rows, sessions, usage and a verdict, and leaves nothing behind', async () => {
  const before = await demoFolders();
  const finished = await runCli(['demo', '--exit'], { PORT: '0' });
  expect(finished).toMatchObject({ code: 0 });
  for (const part of [
    'Decisions',
    'cowork',
    'blocked',
    'Sessions',
    'Usage by user',
    'dev@acme.example',
    'verdict: verified (deep)',
  ]) {
    expect(finished.stdout).toContain(part);
  }
  expect(finished.stdout).not.toContain('jane.doe');
  expect(await demoFolders()).toEqual(before);
});

it('speaks JSON', async () => {
  const { stdout } = await runCli(['demo', '--exit', '--json'], { PORT: '0' });
  const result = JSON.parse(stdout) as Record<string, unknown>;
  expect(result).toMatchObject({ verification: { verdict: 'verified' } });
  expect(JSON.stringify(result)).not.toContain('4111 1111 1111 1111');
});

const demoFolders = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('governance-agent-demo-'));
