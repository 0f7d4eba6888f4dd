// One agent sends on to another: the second holds what the first masked, once, and neither holds anything else.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readRowsAfter } from '@governance-agent/audit-core';
import { captureRequests, captures, temporaryDirectory } from '@governance-agent/testkit';
import { setTimeout as pause } from 'node:timers/promises';
import { runHere } from '../cli/run-cli.ts';
import { DEMO, demoAuthorization, replay } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const requests = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal === 'logs');

test('every capture arrives at a second agent, masked, row for row', async () => {
  const directory = await temporaryDirectory();
  const second = await testAgent('sqlite');
  const file = path.join(directory.path, 'forward.json');
  const headers = { Authorization: 'env:SECOND_AGENT' };
  await writeFile(file, JSON.stringify([{ name: 'second', endpoint: second.url, headers, content: true }]));
  const secret = await demoAuthorization(second.dataDir);
  const first = await testAgent('postgres', { FORWARD_FILE: file, SECOND_AGENT: secret });
  const authorization = await demoAuthorization(first.dataDir);
  for (const request of requests) await replay(first.url, authorization, request);
  const sent = await rowsOf(first);
  while ((await rowsOf(second)).length < sent.length) await pause(50);
  const got = await rowsOf(second);

  expect(got).toHaveLength(sent.length);
  const told = got.map(({ attributes }) => attributes['audit.id']);
  expect(new Set(told)).toEqual(new Set(sent.map(({ id }) => id)));
  const original = new Map(sent.map((row) => [row.id, row]));
  for (const { attributes, event, session_id, model, tokens_used } of got) {
    const row = original.get(typeof attributes['audit.id'] === 'string' ? attributes['audit.id'] : '');
    expect({ event, session_id, model }).toEqual({
      event: row?.event,
      session_id: row?.session_id,
      model: row?.model,
    });
    if (row?.event === 'api_request') expect(tokens_used).toBe(row.tokens_used);
  }
  expect(JSON.stringify(got)).not.toContain('jane.doe@example.com');
  const metrics = await (await fetch(`${first.url}/metrics`)).text();
  expect(metrics).toContain(
    `governance_forward_rows_total{destination="second",signal="logs",outcome="delivered"} ${sent.length}`,
  );
  await first.remove();
  await second.remove();
  await directory.remove();
});

function rowsOf({ database }: TestAgent) {
  return readRowsAfter(database, DEMO, 0, 10_000);
}

test('a file that is wrong stops the start and says all of it', async () => {
  const directory = await temporaryDirectory();
  const file = path.join(directory.path, 'forward.json');
  await writeFile(file, JSON.stringify([{ name: 'A B', endpoint: 'nowhere' }]));
  const { code, stderr } = await runHere(['serve'], { FORWARD_FILE: file, DATA_DIR: directory.path });
  expect([code, stderr.includes('0/name'), stderr.includes('0/endpoint')]).toEqual([2, true, true]);
  await directory.remove();
});
