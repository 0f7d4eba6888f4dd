// A damaged SQLite file: told in words and by the exit code, never proven, never a crash with a stack trace.
import { open, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '@governance-agent/audit-core';
import { runCli } from '../cli/run-cli.ts';
import { postLogs } from '../support/ingest.ts';
import { batch, load, startAgent } from './faulty-agent.ts';
import { temporaryPlace, type Place } from '../support/temporary-place.ts';

const PAGE = 8192;

describe('a file of 2,000 rows', () => {
  let place: Place;
  let file: string;
  let whole: Buffer;
  let signature: string;
  beforeAll(async () => {
    place = await temporaryPlace('sqlite');
    file = place.databaseUrl.slice('sqlite:'.length);
    const agent = await startAgent(place);
    await load(agent.url, place.authorization, 0, ({ acknowledged }) => acknowledged.length >= 100);
    await agent.stop();
    const database = openDatabase(place.databaseUrl);
    await database.knex.raw('PRAGMA wal_checkpoint(TRUNCATE)');
    [signature = ''] = await database.knex('audit_logs').where({ seq: 777 }).pluck<string[]>('signature');
    await database.close();
    whole = await readFile(file);
  });
  beforeEach(() => overwrite(file, 0, whole));
  afterAll(() => place.remove());

  const rowAt = (): number => whole.indexOf(signature);
  const pageOfRow = (): number => rowAt() - (rowAt() % PAGE);
  const env = () => ({ DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl });

  test('bytes of a row: verify names the row', async () => {
    await overwrite(file, rowAt(), Buffer.from('AAAAAAAA'));
    const { code, stdout } = await runCli(['verify', '--json'], env());
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'broken', chains: [{ breaks: [{ seq: 777 }] }] });
  });

  test.each([
    ['the page of a row', () => pageOfRow()],
    ['the header of the file', () => 0],
  ])('%s: verify refuses in words', async (_name, at) => {
    await overwrite(file, at(), Buffer.alloc(100, 0xff));
    const { code, stdout, stderr } = await runCli(['verify', '--json'], env());
    expect([1, 3]).toContain(code);
    expect(stdout).not.toContain('"verdict":"verified"');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.trim()).not.toBe('');
  });

  test('the page of a row: the agent runs, what it acknowledges is stored, and verify goes on to refuse', async () => {
    await overwrite(file, pageOfRow(), Buffer.alloc(100, 0xff));
    const agent = await startAgent(place);
    const answer = await postLogs(agent.url, place.authorization, batch(500_000));
    expect([200, 503]).toContain(answer.status);
    expect(await answer.text()).not.toMatch(/SQLITE|malformed/);
    expect((await fetch(`${agent.url}/healthz`)).status).toBe(200);
    await agent.stop();
    expect((await runCli(['verify'], env())).code).not.toBe(0);
  });

  test('the header of the file: the agent does not start, and says so', async () => {
    await overwrite(file, 0, Buffer.alloc(100, 0xff));
    const { code, stderr } = await runCli(['serve'], { ...env(), PORT: '0' });
    expect(code).toBe(3);
    expect(stderr).toMatch(/store/i);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

async function overwrite(file: string, at: number, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(bytes, 0, bytes.length, at);
  await handle.truncate(Math.max((await handle.stat()).size, bytes.length));
  await handle.close();
}
