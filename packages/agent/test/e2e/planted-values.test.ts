// Every capture, logs and metrics, by HTTP and by gRPC: none of the planted values is in any column of any table.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '@governance-agent/audit-core';
import { captureRequests, captures, databaseKinds, type CapturedRequest } from '@governance-agent/testkit';
import { agentFiles } from '../support/agent-files.ts';
import { grpcSender } from '../support/grpc-call.ts';
import { demoAuthorization, replay } from '../support/ingest.ts';
import { PLANTED, PLANTED_TEXTS } from '../support/planted.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const requests = captures()
  .flatMap(captureRequests)
  .filter(({ signal }) => signal !== 'traces');

const plain = ({ headers, body }: CapturedRequest): Buffer =>
  headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;

test('the captures carry every planted value', () => {
  const sent = Buffer.concat(requests.map(plain));
  expect(PLANTED.filter((value) => !sent.includes(value))).toEqual([]);
});

interface Column {
  readonly table: string;
  readonly column: string;
}

/** Whatever the type: a column of another type could hold a value all the same. */
async function columnsOf({ dialect, knex }: Database): Promise<Column[]> {
  if (dialect === 'sqlite') {
    return knex
      .from(knex.raw(`sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'`))
      .select<Column[]>({ table: 'm.name', column: 'c.name' });
  }
  return knex('information_schema.columns')
    .whereRaw('table_schema = current_schema()')
    .select<Column[]>({ table: 'table_name', column: 'column_name' });
}

async function findIn({ knex }: Database, { table, column }: Column): Promise<string[]> {
  const values = await knex(table).whereNotNull(column).pluck<unknown[]>(column);
  const text = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');
  return PLANTED_TEXTS.filter((planted) => text.includes(planted)).map(
    (planted) => `${table}.${column}: ${planted}`,
  );
}

describe.each(databaseKinds)('on %s', (kind) => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await testAgent(kind, { LOG_LEVEL: 'debug' });
    const authorization = await demoAuthorization(agent.dataDir);
    const sender = grpcSender(agent.grpcPort, authorization);
    for (const request of requests) {
      if (request.headers['content-type'] !== 'application/json')
        expect(await sender.send(request.signal === 'metrics' ? 'metrics' : 'logs', plain(request))).toBe(0);
      expect((await replay(agent.url, authorization, request)).status).toBe(200);
    }
    sender.close();
  });
  afterAll(() => agent.remove());

  test('in no column of no table', async () => {
    const columns = await columnsOf(agent.database);
    const tables = new Set(columns.map(({ table }) => table));
    for (const table of ['audit_logs', 'audit_content', 'metric_series', 'metric_points', 'ingest_health'])
      expect(tables).toContain(table);
    const found: string[] = [];
    for (const column of columns) found.push(...(await findIn(agent.database, column)));
    expect(found).toEqual([]);
    for (const table of ['audit_content', 'metric_series'])
      expect(await agent.database.knex(table).first()).toBeDefined();
  });

  test('in no file of the data directory, nor of an SQLite store, its log included, nor in a log line', async () => {
    const names = await agentFiles(agent);
    if (kind === 'sqlite') expect(names.filter((name) => name.endsWith('-wal'))).toHaveLength(1);
    const contents = await Promise.all(names.map((name) => readFile(name)));
    const everything = Buffer.concat([...contents, Buffer.from(agent.logged.join('\n'))]);
    expect(PLANTED_TEXTS.filter((planted) => everything.includes(planted))).toEqual([]);
  });
});
