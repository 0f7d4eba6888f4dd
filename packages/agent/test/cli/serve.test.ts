// `serve` and `start` as processes: first start, second start, signals.
import { describe, expect, it } from '@jest/globals';
import { temporaryDatabaseUrl, temporaryDirectory } from '@governance-agent/testkit';
import { once } from 'node:events';
import { runCli, startCli, waitForLine, type Environment } from './run-cli.ts';

const LISTENING = /"url":"(http:[^"]+)"/;

async function withDirectory(use: (env: Environment) => Promise<void>): Promise<void> {
  const directory = await temporaryDirectory();
  try {
    await use({ DATA_DIR: directory.path, PORT: '0' });
  } finally {
    await directory.remove();
  }
}

async function stopped(child: ReturnType<typeof startCli>, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'close') as Promise<[number | null]>;
  child.kill(signal);
  return (await ended)[0];
}

describe('serve', () => {
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('initialises, serves, and ends in order on %s', (signal) =>
    withDirectory(async (env) => {
      const child = startCli(['serve'], env);
      const url = await waitForLine(child, LISTENING);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(await stopped(child, signal)).toBe(0);
    }),
  );

  it('goes on when nobody reads its log any more', () =>
    withDirectory(async (env) => {
      const child = startCli(['serve'], env);
      const url = await waitForLine(child, LISTENING);
      child.stderr?.destroy();
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect(await stopped(child, 'SIGTERM')).toBe(0);
    }));

  it('refuses a port that is taken', () =>
    withDirectory(async (env) => {
      const child = startCli(['serve'], env);
      const { port } = new URL(await waitForLine(child, LISTENING));
      const second = await runCli(['serve'], { ...env, PORT: port });
      expect(second).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`port ${port}: choose another PORT`),
      });
      expect(await stopped(child, 'SIGTERM')).toBe(0);
    }));

  it('changes a PostgreSQL schema only when told to', () =>
    withDirectory(async (env) => {
      const store = await temporaryDatabaseUrl('postgres');
      const onPostgres = { ...env, DATABASE_URL: store.url };
      expect(await runCli(['serve'], onPostgres)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('run governance-agent migrate'),
      });
      const child = startCli(['serve', '--migrate'], onPostgres);
      await waitForLine(child, LISTENING);
      expect(await stopped(child, 'SIGTERM')).toBe(0);
      await store.remove();
    }));

  it('makes one signing key when several start at once on one directory', () =>
    withDirectory(async (env) => {
      const shown = await Promise.all([1, 2, 3].map(() => runCli(['keys', 'show', '--json'], env)));
      expect(new Set(shown.map(({ stdout }) => stdout)).size).toBe(1);
    }));
});

describe('start', () => {
  it('makes the demo tenant once and shows its token once', () =>
    withDirectory(async (env) => {
      const first = await started(env);
      expect(first).toMatchObject({ org: 'demo', tenant: 'demo', token: expect.stringMatching(/^gat_/) });
      const second = await started(env);
      expect(second).toMatchObject({ token: null, license: first['license'] });
      const { stdout } = await runCli(['feed', '--tenant', 'demo', '--json'], env);
      const acts = stdout.trim().split('\n');
      expect(acts.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
        'token_created',
        'licence_issued',
      ]);
    }));

  async function started(env: Environment): Promise<Record<string, unknown>> {
    const child = startCli(['start', '--json'], env);
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    expect(await stopped(child, 'SIGTERM')).toBe(0);
    return JSON.parse(line.toString()) as Record<string, unknown>;
  }
});
