// OTLP/gRPC against the whole agent: the official exporters, the captures, the ports.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { readDecisions, readMetricNames } from '@governance-agent/audit-core';
import { captureRequests, captures, databaseKinds } from '@governance-agent/testkit';
import { credentials, Metadata } from '@grpc/grpc-js';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { readIngestHealth } from '../../src/health/read-health.ts';
import { runCli } from '../cli/run-cli.ts';
import { grpcSender } from '../support/grpc-call.ts';
import { DEMO, demoAuthorization, replay } from '../support/ingest.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { licenceHeader } from './licences.ts';

const resource = resourceFromAttributes({ 'service.name': 'claude-code' });

describe('the official exporters', () => {
  let agent: TestAgent;
  let options: {
    url: string;
    metadata: Metadata;
    credentials: ReturnType<typeof credentials.createInsecure>;
  };
  beforeAll(async () => {
    agent = await testAgent('sqlite');
    const metadata = new Metadata();
    metadata.set('authorization', await licenceHeader(agent));
    const url = `http://127.0.0.1:${agent.grpcPort}`;
    options = { url, metadata, credentials: credentials.createInsecure() };
  });
  afterAll(() => agent.remove());

  it.each(['none', 'gzip'])('for logs, compression %s', async (compression) => {
    const exporter = new OTLPLogExporter({ ...options, ...compressed(compression) });
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    provider.getLogger('com.anthropic.claude_code.events').emit({
      body: 'claude_code.user_prompt',
      attributes: {
        'event.name': 'user_prompt',
        'session.id': compression,
        prompt: 'mail jane.doe@example.com',
      },
    });
    await provider.forceFlush();
    await provider.shutdown();
    const filters = { columns: { session_id: compression } };
    const { decisions } = await readDecisions(agent.database, 'acme', filters);
    expect(decisions).toMatchObject([{ event: 'user_prompt', plane: 'claude_code', decision: 'redacted' }]);
    expect(JSON.stringify(decisions)).not.toContain('jane.doe');
  });

  it.each(['none', 'gzip'])('for metrics, compression %s', async (compression) => {
    const exporter = new OTLPMetricExporter({ ...options, ...compressed(compression) });
    const readers = [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })];
    const provider = new MeterProvider({ resource, readers });
    provider.getMeter('com.anthropic.claude_code').createCounter(`claude_code.test.${compression}`).add(3);
    await provider.forceFlush();
    await provider.shutdown();
    const { metrics } = await readMetricNames(agent.database, 'acme');
    expect(metrics.map(({ name }) => name)).toContain(`claude_code.test.${compression}`);
  });
});

/** The exporters know the value, and keep its enumeration to themselves. */
function compressed(name: string): object {
  return { compression: name };
}

describe.each(databaseKinds)('every capture by gRPC twice and by HTTP once, on %s', (kind) => {
  test('its rows and its points are there once', async () => {
    const agent = await testAgent(kind);
    const authorization = await demoAuthorization(agent.dataDir);
    const sender = grpcSender(agent.grpcPort, authorization);
    const zipping = grpcSender(agent.grpcPort, authorization, { gzip: true });
    const requests = captures()
      .flatMap(captureRequests)
      .filter(({ headers }) => headers['content-type'] !== 'application/json');
    const counts = async (): Promise<number[]> =>
      Promise.all(['audit_logs', 'metric_points'].map((table) => rowsOf(agent, table)));
    const sendAll = async (by: (request: (typeof requests)[number]) => Promise<number>): Promise<void> => {
      for (const request of requests) expect(await by(request)).toBe(0);
    };
    const plain = ({ body, headers }: (typeof requests)[number]): Buffer =>
      headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const signalOf = ({ signal }: (typeof requests)[number]) => (signal === 'metrics' ? signal : 'logs');
    await sendAll((request) => sender.send(signalOf(request), plain(request)));
    const once = await counts();
    await sendAll((request) => zipping.send(signalOf(request), plain(request)));
    await sendAll(async (request) => {
      const answer = await replay(agent.url, authorization, request);
      return answer.status === 200 ? 0 : answer.status;
    });
    expect(await counts()).toEqual(once);
    expect(Math.min(...once)).toBeGreaterThan(10);
    const { decisions } = await readDecisions(agent.database, DEMO, { limit: 1000 });
    expect(JSON.stringify(decisions)).not.toContain('jane.doe@example.com');
    sender.close();
    zipping.close();
    // What health knows is written at the latest when the agent stops.
    await agent.close();
    const health = (await readIngestHealth(agent.database, DEMO)).filter(
      ({ protocols }) => protocols['grpc'],
    );
    const sums = (names: 'protocols' | 'datasets', name: string): number =>
      health.reduce((sum, { [names]: counts }) => sum + (counts[name]?.total ?? 0), 0);
    expect(sums('protocols', 'grpc')).toBe(2 * requests.length);
    const [rows = 0, points = 0] = once;
    expect([sums('datasets', 'default'), sums('datasets', 'default-metrics')]).toEqual([
      2 * rows,
      2 * points,
    ]);
    await agent.remove();
  });
});

async function rowsOf({ database }: TestAgent, table: string): Promise<number> {
  const [row] = await database.knex(table).count<{ n: number }[]>({ n: '*' });
  return Number(row?.n);
}

describe('the port', () => {
  it('is not opened where gRPC is switched off', async () => {
    const agent = await testAgent('sqlite', { OTLP_GRPC_ENABLED: 'false' });
    expect(agent.grpcPort).toBe(0);
    await agent.remove();
  });

  it('stops the start where it was asked for and is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? `${address?.port}` : '';
    const started = testAgent('sqlite', { OTLP_GRPC_PORT: port });
    await expect(started).rejects.toMatchObject({ code: 'port_unavailable' });
    taken.close();
  });

  it('refuses a value that is no port', async () => {
    const { code, stderr } = await runCli(['serve'], { OTLP_GRPC_PORT: '70000', PORT: '0' });
    expect([code, stderr.includes('OTLP_GRPC_PORT')]).toEqual([2, true]);
  });
});
