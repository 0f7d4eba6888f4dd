// The receiver as the official exporters see it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { CREDENTIAL } from './support/test-ports.ts';
import { startServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const exporters = [
  ['JSON', JsonExporter],
  ['protobuf', ProtobufExporter],
] as const;

test.each(exporters)('the official exporter for %s is understood', async (_name, Exporter) => {
  const before = server.ports.rows.length;
  const headers = { authorization: CREDENTIAL };
  const exporter = new Exporter({ url: `${server.url}/v1/logs`, headers });
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'claude-code' }),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  const attributes = { 'event.name': 'user_prompt', 'event.sequence': before, prompt: 'hello' };
  provider.getLogger('events').emit({ body: 'claude_code.user_prompt', attributes });
  await provider.shutdown();
  expect(server.ports.rows).toHaveLength(before + 1);
  expect(server.ports.rows.at(-1)).toMatchObject({ event: 'user_prompt', content: { prompt: 'hello' } });
});
