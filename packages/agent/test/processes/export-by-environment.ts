// The official exporters with nothing but their environment: one event is sent, then the variables are told.
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import {
  detectResources,
  resourceAttributesEnvDetector,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';

const { env } = process;
const Exporter = env['OTEL_EXPORTER_OTLP_PROTOCOL'] === 'http/json' ? JsonExporter : ProtobufExporter;
if (env['CLAUDE_CODE_ENABLE_TELEMETRY'] === '1' && env['OTEL_LOGS_EXPORTER'] === 'otlp') {
  const provider = new LoggerProvider({
    resource: detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }),
    processors: [new SimpleLogRecordProcessor({ exporter: new Exporter() })],
  });
  provider.getLogger('com.anthropic.claude_code.events', '2.1.329').emit({
    body: 'claude_code.user_prompt',
    attributes: { 'event.name': 'user_prompt', 'session.id': 's', prompt: 'mail jane.doe@example.com' },
  });
  await provider.forceFlush();
  await provider.shutdown();
}
const ours = Object.entries(env).filter(([name]) => /^(OTEL_|CLAUDE_CODE_)/.test(name));
process.stdout.write(JSON.stringify(Object.fromEntries(ours)));
