import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDecisions, readUsage, verify, type DecisionRecord } from '@governance-agent/audit-core';
import {
  captureRequests,
  captures,
  databaseKinds,
  LogsRequest,
  type CapturedRequest,
} from '@governance-agent/testkit';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { agentFiles } from '../support/agent-files.ts';
import { demoAuthorization, DEMO, replay } from '../support/ingest.ts';
import { PLANTED } from '../support/planted.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const requests = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal === 'logs');

interface OracleRequest {
  readonly resourceLogs?: readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly unknown[] }[];
  }[];
}

function recordCount({ headers, body }: CapturedRequest): number {
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const isJson = headers['content-type'] === 'application/json';
  const plain = isJson
    ? (JSON.parse(bytes.toString()) as unknown)
    : LogsRequest.toObject(LogsRequest.decode(bytes));
  const { resourceLogs = [] } = plain as OracleRequest;
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)).length;
}

async function everyDecision(agent: TestAgent): Promise<DecisionRecord[]> {
  const all: DecisionRecord[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const query = { limit: 1000, ...(cursor === undefined ? {} : { cursor }) };
    const page = await readDecisions(agent.database, DEMO, query);
    all.push(...page.decisions);
    cursor = page.next_cursor;
  }
  return all;
}

describe.each(databaseKinds)('all captures of the real client, sent twice, on %s', (kind) => {
  let agent: TestAgent;
  let decisions: DecisionRecord[];
  const expected = requests.reduce((sum, request) => sum + recordCount(request), 0);

  beforeAll(async () => {
    agent = await testAgent(kind, { LOG_LEVEL: 'debug' });
    const authorization = await demoAuthorization(agent.dataDir);
    for (const request of [...requests, ...requests]) {
      const answer = await replay(agent.url, authorization, request);
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBe(
        request.headers['content-type'] === 'application/json' ? 2 : 0,
      );
    }
    decisions = await everyDecision(agent);
  });
  afterAll(() => agent.remove());

  test('every record of every logs request is exactly one row', () => {
    expect(expected).toBeGreaterThan(500);
    expect(decisions).toHaveLength(expected);
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(expected);
  });

  test('every row is of a known plane, with an event name, and none is withheld', () => {
    expect(new Set(decisions.map(({ plane }) => plane))).toEqual(new Set(['claude_code', 'cowork']));
    expect(decisions.filter(({ event }) => event === 'unknown')).toEqual([]);
    expect(decisions.filter(({ content_state }) => content_state === 'withheld')).toEqual([]);
  });

  test('no planted value is left in any row', () => {
    const text = JSON.stringify(decisions);
    for (const value of PLANTED) expect(text).not.toContain(value);
  });

  test('no planted value is left in the files of the store, its log included, nor in any log line', async () => {
    const contents = await Promise.all((await agentFiles(agent)).map((name) => readFile(name)));
    const everything = [...contents, Buffer.from(agent.logged.join('\n'))];
    for (const value of PLANTED) {
      expect(everything.filter((bytes) => bytes.includes(value)).length).toBe(0);
      expect(everything.filter((bytes) => bytes.includes(Buffer.from(value).toString('base64'))).length).toBe(
        0,
      );
    }
  });

  test('the chain verifies to the last signature', async () => {
    const { key } = await ensureSigningKey(agent.dataDir);
    const report = await verify({
      database: agent.database,
      trustedKeys: [key.publicKey],
      mode: 'deep',
      clock: agent.clock,
    });
    expect(report).toMatchObject({ verdict: 'verified', chains: [{ rows: expected, signatures: expected }] });
  });

  test('tokens and cost are counted once', async () => {
    const { usage } = await readUsage(agent.database, DEMO, { by: 'plane' });
    const apiRequests = decisions.filter(({ event }) => event === 'api_request');
    const cost = apiRequests.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0);
    expect(usage.reduce((sum, row) => sum + row.api_requests, 0)).toBe(apiRequests.length);
    expect(usage.reduce((sum, row) => sum + row.cost_usd, 0)).toBeCloseTo(cost, 6);
    expect(cost).toBeGreaterThan(0);
  });
});
