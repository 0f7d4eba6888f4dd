// Health, readiness, metrics, headers, and what is not there.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { createConnection } from 'node:net';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

describe.each(databaseKinds)('operations on %s', (kind) => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await testAgent(kind);
  });
  afterAll(() => agent.remove());

  it('is alive and ready', async () => {
    expect(await (await fetch(`${agent.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${agent.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ready', checks: { store: 'current' } });
  });

  it('measures requests with bounded labels', async () => {
    await fetch(`${agent.url}/some/path/of/a/stranger`);
    const text = await (await fetch(`${agent.url}/metrics`)).text();
    expect(text).toContain(
      'governance_http_request_seconds_count{route="operations",method="GET",status="200"}',
    );
    expect(text).toContain('governance_http_request_seconds_count{route="other",method="GET",status="404"}');
    expect(text).not.toContain('stranger');
  });

  it('says nothing about its make and lets a browser do nothing', async () => {
    const { headers } = await fetch(`${agent.url}/healthz`);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is not ready once its schema is gone', async () => {
    const table = agent.database.knex.schema;
    await table.renameTable('knex_migrations', 'elsewhere');
    expect((await fetch(`${agent.url}/readyz`)).status).toBe(503);
    await agent.database.knex.schema.renameTable('elsewhere', 'knex_migrations');
    expect((await fetch(`${agent.url}/readyz`)).status).toBe(200);
  });

  it.each([
    'GARBAGE\r\n\r\n',
    'GET /healthz HTTP/9.9\r\n\r\n',
    `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
  ])('answers %j with a client error', async (bytes) => {
    expect(await firstLine(agent.url, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});

describe('with OTEL_INGEST_ENABLED=false', () => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await testAgent('sqlite', { OTEL_INGEST_ENABLED: 'false' });
  });
  afterAll(() => agent.remove());

  it.each(['/v1/logs', '/v1/metrics', '/v1/traces', '/v1/logs/v1/logs'])('%s is 404', async (path) => {
    const response = await fetch(agent.url + path, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 5 });
  });

  it('answers in the encoding of the caller', async () => {
    const headers = { 'content-type': 'application/x-protobuf' };
    const response = await fetch(`${agent.url}/v1/logs`, { method: 'POST', headers, body: Buffer.alloc(9) });
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    // google.rpc.Status: field 1 is the code, 5 = NOT_FOUND.
    expect([...Buffer.from(await response.arrayBuffer()).subarray(0, 2)]).toEqual([8, 5]);
  });

  it('leaves every other path to the rest of the agent', async () => {
    expect(await (await fetch(`${agent.url}/v2/logs`)).json()).toMatchObject({
      status: 404,
      title: 'Not found',
    });
  });

  it('still reports', async () => {
    const headers = { authorization: `Bearer ${await agent.token()}` };
    expect((await fetch(`${agent.url}/api/v1/decisions`, { headers })).status).toBe(200);
  });
});

async function firstLine(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.end(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer.split('\r\n')[0] ?? '';
}
