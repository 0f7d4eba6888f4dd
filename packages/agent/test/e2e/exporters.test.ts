// The official exporters against the whole agent.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readDecisions } from '@governance-agent/audit-core';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { licenceHeader } from './licences.ts';

let agent: TestAgent;
beforeAll(async () => {
  agent = await testAgent('sqlite');
});
afterAll(() => agent.remove());

it.each([
  ['protobuf', ProtobufExporter],
  ['JSON', JsonExporter],
])('%s', async (name, Exporter) => {
  const headers = { Authorization: await licenceHeader(agent) };
  const exporter = new Exporter({ url: `${agent.url}/v1/logs`, headers });
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'claude-code' }),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  provider.getLogger('com.anthropic.claude_code.events').emit({
    body: 'claude_code.user_prompt',
    attributes: { 'event.name': 'user_prompt', 'session.id': name, prompt: 'mail jane.doe@example.com' },
  });
  await provider.forceFlush();
  await provider.shutdown();
  const { decisions } = await readDecisions(agent.database, 'acme', { columns: { session_id: name } });
  expect(decisions).toMatchObject([{ event: 'user_prompt', plane: 'claude_code', decision: 'redacted' }]);
  expect(JSON.stringify(decisions)).not.toContain('jane.doe');
});
