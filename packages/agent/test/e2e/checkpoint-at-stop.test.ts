// A stopped agent leaves no row behind its newest checkpoint, and that checkpoint has left the house.
import { expect, it } from '@jest/globals';
import { openDatabase, readCheckpoint } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { answerWith, receiver } from '../anchors/receiver.ts';
import { startCli, waitForLine } from '../cli/run-cli.ts';
import { DEMO, postLogs } from '../support/ingest.ts';
import { temporaryPlace } from '../support/temporary-place.ts';

it.each(databaseKinds)('on %s', async (kind) => {
  const place = await temporaryPlace(kind);
  const { authorization } = place;
  const hook = await receiver(answerWith(204));
  const file = path.join(place.dataDir, 'anchors.jsonl');
  const env = {
    DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl,
    PORT: '0',
    ANCHOR_FILE: file,
    ANCHOR_WEBHOOK_URL: hook.url,
    ANCHOR_WEBHOOK_TOKEN: 'hook-token',
  };
  const child = startCli(['serve', '--migrate'], env);
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);
  const heads: (string | null)[] = [];
  for (const session of ['s-1', 's-2', 's-3', 's-3']) {
    const answer = await postLogs(url, authorization, body(session), { 'content-type': 'application/json' });
    expect(answer.status).toBe(200);
    heads.push(answer.headers.get('x-audit-head'));
  }
  // The fourth request held nothing new: it is answered with the head that the third one made.
  expect(heads.map((head) => head?.split(' ')[0])).toEqual(['1', '2', '3', '3']);
  expect(heads[3]).toBe(heads[2]);

  const ended = once(child, 'close') as Promise<[number | null]>;
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);

  const database = openDatabase(place.databaseUrl);
  const checkpoint = await readCheckpoint(database, DEMO);
  expect(checkpoint?.size).toBe(3);
  const anchored = (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  const last = { tenant: DEMO, note: checkpoint?.note, at: expect.any(String) };
  expect(anchored.at(-1)).toEqual(last);
  expect(hook.received.at(-1)).toEqual({ authorization: 'Bearer hook-token', path: '/anchors', body: last });
  await database.close();
  await hook.close();
  await place.remove();
});

function body(session: string): string {
  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const record = {
    timeUnixNano: '1795230615520000000',
    body: { stringValue: 'claude_code.user_prompt' },
    attributes: [attribute('event.name', 'user_prompt'), attribute('session.id', session)],
  };
  const resource = { attributes: [attribute('service.name', 'claude-code')] };
  return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] });
}
