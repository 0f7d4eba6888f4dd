// With threads and without: the same rows, the same answers, the same counters.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDecisions } from '@governance-agent/audit-core';
import {
  captureRequests,
  captures,
  claudeLogsRequest,
  databaseKinds,
  encodeLogsRequest,
  type CapturedRequest,
} from '@governance-agent/testkit';
import { DEMO, demoAuthorization, postLogs, replay } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const requests = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal === 'logs');

/** Everything of a row that does not depend on its chain, its key, or the moment it came. */
async function rowsOf(agent: TestAgent): Promise<unknown[]> {
  const rows = await agent.database
    .knex('audit_logs')
    .where({ tenant: DEMO })
    .whereNot('plane', 'agent')
    .orderBy('idempotency_key');
  const own = ['id', 'seq', 'received_at', 'prev_hash', 'row_hash', 'body_hash', 'signature', 'key_id'];
  return rows.map((row: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(row).filter(([column]) => ![...own, 'content_commit', 'session_seq'].includes(column)),
    ),
  );
}

/** As a client does it: what is told to send again sends again. */
async function deliver(url: string, authorization: string, request: CapturedRequest): Promise<void> {
  let status = 503;
  while (status === 503) status = (await replay(url, authorization, request)).status;
  expect(status).toBe(200);
}

describe.each(databaseKinds)('on %s', (kind) => {
  let plain: TestAgent;
  let threaded: TestAgent;
  beforeAll(async () => {
    plain = await testAgent(kind, { INGEST_MAX_RECORDS: '1000' });
    threaded = await testAgent(kind, { INGEST_MAX_RECORDS: '1000', INGEST_THREADS: '2' });
  });
  afterAll(() => Promise.all([plain.remove(), threaded.remove()]));

  const sendBoth = async (send: (agent: TestAgent, authorization: string) => Promise<Response>) =>
    Promise.all(
      [plain, threaded].map(async (agent) => {
        const answer = await send(agent, await demoAuthorization(agent.dataDir));
        return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()).toString('latin1') };
      }),
    );

  test('captures of the real client, at once and twice, land as the same rows', async () => {
    for (const agent of [plain, threaded]) {
      const authorization = await demoAuthorization(agent.dataDir);
      await Promise.all(
        [...requests, ...requests].map((request) => deliver(agent.url, authorization, request)),
      );
    }
    const rows = await rowsOf(threaded);
    expect(rows.length).toBeGreaterThan(500);
    expect(rows).toEqual(await rowsOf(plain));
  });

  const json = { 'content-type': 'application/json' };
  test.each<[string, Buffer | string, Readonly<Record<string, string>> | undefined]>([
    ['nothing at all', '', json],
    ['no JSON', '{"resourceLogs":[', json],
    ['no protobuf', Buffer.from([0xff, 0xff, 0xff]), undefined],
    ['metrics', '{"resourceMetrics":[]}', json],
    ['too many records', encodeLogsRequest(claudeLogsRequest(0, 1001)), undefined],
    [
      'one record that cannot be read',
      JSON.stringify({
        resourceLogs: [
          { scopeLogs: [{ logRecords: [{ timeUnixNano: 'x' }, { body: { stringValue: 'a' } }] }] },
        ],
      }),
      json,
    ],
  ])('%s is answered alike', async (_name, body, headers) => {
    const [first, second] = await sendBoth((agent, authorization) =>
      postLogs(agent.url, authorization, body, headers),
    );
    expect(second).toEqual(first);
  });

  test('the chain that threads fed verifies and carries content', async () => {
    const { decisions } = await readDecisions(threaded.database, DEMO, { limit: 1000 });
    expect(decisions.some(({ content }) => content !== null)).toBe(true);
    const answer = await fetch(`${threaded.url}/api/v1/audit/verify`, {
      headers: { authorization: `Bearer ${await threaded.token({ tenant: DEMO })}` },
    });
    expect(await answer.json()).toMatchObject({ verdict: 'verified' });
  });
});

test('what is withheld is counted', async () => {
  const agent = await testAgent('sqlite', { PII_DETECTION: 'off', INGEST_THREADS: '1' });
  const authorization = await demoAuthorization(agent.dataDir);
  const body = encodeLogsRequest(claudeLogsRequest(0, 10));
  let status = 503;
  while (status === 503) ({ status } = await postLogs(agent.url, authorization, body));
  expect(status).toBe(200);
  const counters = await (await fetch(`${agent.url}/metrics`)).text();
  expect(Number(/withheld_total\{[^}]*\} (\d+)/.exec(counters)?.[1])).toBe(10);
  await agent.remove();
});
