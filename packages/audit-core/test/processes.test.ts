import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds, fromSources, temporaryDirectory } from '@governance-agent/testkit';
import { signingKeyToPem, verify } from '../src/index.ts';
import { testStore, type TestStore } from './support/store.ts';

const script = path.join(import.meta.dirname, 'processes/append.ts');

describe.each(databaseKinds)('several processes on one %s', (kind) => {
  let store: TestStore;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    store = await testStore(kind);
    directory = await temporaryDirectory();
    await writeFile(path.join(directory.path, 'key.pem'), signingKeyToPem(store.key));
  });
  afterEach(async () => {
    await store.remove();
    await directory.remove();
  });

  function start(name: string, writers: number, calls: number) {
    const key = path.join(directory.path, 'key.pem');
    const child = spawn(
      process.execPath,
      [...fromSources(script), store.url, key, name, String(writers), String(calls)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const acknowledged = (): string[] =>
      output
        .slice(0, output.lastIndexOf('\n') + 1)
        .split('\n')
        .filter(Boolean);
    return { child, acknowledged, end: once(child, 'close') };
  }

  const storedKeys = () => store.database.knex('audit_logs').pluck<string[]>('idempotency_key');
  const report = () =>
    verify({
      database: store.database,
      trustedKeys: [store.key.publicKey],
      mode: 'deep',
      clock: store.clock,
    });

  test('eight writers on two processes: no fork, no gap, no lost row', async () => {
    const processes = [start('a', 4, 20), start('b', 4, 20)];
    for (const { end } of processes) expect(await end).toEqual([0, null]);
    const acknowledged = processes.flatMap((process) => process.acknowledged());
    expect(acknowledged).toHaveLength(800);
    expect((await storedKeys()).sort()).toEqual(acknowledged.sort());
    expect(await report()).toMatchObject({ verdict: 'verified', chains: [{ rows: 800, signatures: 800 }] });
  });

  test('killed at any moment: every acknowledged row is there once and the chain verifies', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { child, acknowledged, end } = start(`kill-${round}`, 2, 1000);
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 7 + 31 * round));
      child.kill('SIGKILL');
      await end;
      const stored = new Set(await storedKeys());
      expect(acknowledged().filter((key) => !stored.has(key))).toEqual([]);
    }
    expect((await report()).verdict).toBe('verified');
  });
});
