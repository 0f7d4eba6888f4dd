// Back up, go on, restore: the agent signs nothing until that is accepted, and verification names what is missing.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openDatabase } from '@governance-agent/audit-core';
import {
  claudeLogsRequest,
  databaseKinds,
  encodeLogsRequest,
  temporaryDatabaseUrl,
  temporaryDirectory,
  type DatabaseKind,
} from '@governance-agent/testkit';
import { once } from 'node:events';
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCli, startCli, waitForLine, type Environment, type Finished } from '../cli/run-cli.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';

const LISTENING = /"url":"(http:[^"]+)"/;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

/** Sends to a running agent while `use` lasts, and ends it in order. */
async function running(env: Environment, use: (send: (first: number) => Promise<number>) => Promise<void>) {
  const child = startCli(['serve', '--migrate'], env);
  const ended = once(child, 'close');
  const url = await waitForLine(child, LISTENING);
  const authorization = await demoAuthorization(directory.path);
  const send = async (first: number): Promise<number> =>
    (await postLogs(url, authorization, encodeLogsRequest(claudeLogsRequest(first, 4)))).status;
  try {
    await use(send);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

interface Copies {
  readonly backUp: () => Promise<void>;
  readonly restore: () => Promise<void>;
}

function copiesOf(kind: DatabaseKind, url: string, env: Environment): Copies {
  return kind === 'sqlite' ? fileCopies(url.slice('sqlite:'.length), env) : templateCopies(url);
}

function fileCopies(store: string, env: Environment): Copies {
  const copy = path.join(directory.path, 'copy.db');
  return {
    backUp: async () => {
      expect(await runCli(['backup', '--output', copy], env)).toMatchObject({ code: 0 });
    },
    restore: async () => {
      for (const part of ['', '-wal', '-shm']) await rm(`${store}${part}`, { force: true });
      await copyFile(copy, store);
    },
  };
}

/** PostgreSQL copies a whole database by itself, as it copies files: nothing of ours touches the rows. */
function templateCopies(url: string): Copies {
  const name = new URL(url).pathname.slice(1);
  const server = new URL(url);
  server.pathname = '/postgres';
  const copy = async (from: string, to: string): Promise<void> => {
    const administration = openDatabase(server.href);
    try {
      await administration.knex.raw(`DROP DATABASE IF EXISTS ${to} WITH (FORCE)`);
      await administration.knex.raw(`CREATE DATABASE ${to} TEMPLATE ${from}`);
    } finally {
      await administration.close();
    }
  };
  return { backUp: () => copy(name, `${name}_copy`), restore: () => copy(`${name}_copy`, name) };
}

const verdictOf = ({ stdout }: Finished) =>
  JSON.parse(stdout) as { verdict: string; chains: { rows: number; breaks: { kind: string }[] }[] };

it.each(databaseKinds)('on %s', async (kind) => {
  const store = await temporaryDatabaseUrl(kind);
  const env = { DATA_DIR: directory.path, DATABASE_URL: store.url, PORT: '0' };
  const { backUp, restore } = copiesOf(kind, store.url, env);
  const verify = async (...more: string[]) => verdictOf(await runCli(['verify', '--json', ...more], env));

  await running(env, async (send) => expect(await send(0)).toBe(200));
  await backUp();
  await running(env, async (send) => expect([await send(10), await send(20)]).toEqual([200, 200]));
  expect(await verify()).toMatchObject({ verdict: 'verified', chains: [{ rows: 12 }] });

  await restore();
  // Whole in itself, and not what was verified before.
  expect(await verify('--no-state')).toMatchObject({ verdict: 'verified', chains: [{ rows: 4 }] });
  const missing = { kind: 'seq', seq: 5, through: 12 };
  expect(await verify()).toMatchObject({ verdict: 'broken', chains: [{ breaks: [missing] }] });
  await running(env, async (send) => expect(await send(30)).toBe(503));
  const accept = ['accept-rollback', '--tenant', 'demo', '--reason', 'disk died, restored', '--json'];
  const accepted = await runCli(accept, env);
  expect(JSON.parse(accepted.stdout)).toMatchObject({ remembered_size: 12, found_size: 4 });
  await running(env, async (send) => expect(await send(30)).toBe(200));

  expect(await verify('--no-state')).toMatchObject({ verdict: 'verified', chains: [{ rows: 9 }] });
  expect(await verify()).toMatchObject({ verdict: 'broken' });
  await store.remove();
});

it('copies beside a running agent, readable by its owner alone, and never over a file that is there', async () => {
  const env = { DATA_DIR: directory.path, PORT: '0' };
  const copy = path.join(directory.path, 'copy.db');
  const backup = ['backup', '--json', '--output', copy];
  await running(env, async (send) => {
    expect(await send(0)).toBe(200);
    const made = await runCli(backup, env);
    expect(JSON.parse(made.stdout)).toEqual({
      file: copy,
      bytes: (await stat(copy)).size,
      chains: [{ tenant: 'demo', rows: 4 }],
    });
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(await send(10)).toBe(200);
    expect(await runCli(backup, env)).toMatchObject({ code: 1, stdout: '' });
  });
  const verified = await runCli(['verify', '--json', '--no-state', '--database-url', `sqlite:${copy}`], env);
  expect(verdictOf(verified)).toMatchObject({ verdict: 'verified', chains: [{ rows: 4 }] });
});

it.each([
  ['a folder that is not there', 'nowhere/copy.db', undefined, 2],
  ['a store that is not there', 'copy.db', 'sqlite:nowhere.db', 3],
  ['PostgreSQL', 'copy.db', 'postgres', 2],
])('refuses %s', async (_, output, url, code) => {
  const store = url === 'postgres' ? await temporaryDatabaseUrl('postgres') : undefined;
  const env = {
    DATA_DIR: directory.path,
    DATABASE_URL: store?.url ?? url ?? `sqlite:${directory.path}/audit.db`,
  };
  if (url !== 'sqlite:nowhere.db') expect(await runCli(['init'], env)).toMatchObject({ code: 0 });
  const refused = await runCli(['backup', '--output', path.join(directory.path, output)], env);
  expect(refused).toMatchObject({ code, stdout: '' });
  await store?.remove();
});

it('leaves nothing behind when the name is taken', async () => {
  const env = { DATA_DIR: directory.path };
  expect(await runCli(['init'], env)).toMatchObject({ code: 0 });
  const taken = path.join(directory.path, 'taken.db');
  await writeFile(taken, 'older');
  expect(await runCli(['backup', '--output', taken], env)).toMatchObject({ code: 1 });
  expect(await readFile(taken, 'utf8')).toBe('older');
  expect((await readdir(directory.path)).filter((name) => name.endsWith('.part'))).toEqual([]);
});
