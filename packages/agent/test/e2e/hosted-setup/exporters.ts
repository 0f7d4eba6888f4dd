// A client that knows nothing but its environment: the official exporters, one event, one counter, and how it went.
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { detectResources, resourceAttributesEnvDetector } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

interface Exporter<Items> {
  export(items: Items, done: (result: { readonly code: number }) => void): void;
}

/** Resolves to the code of the first export: 0 = the server took it. */
function watched<Items>(exporter: Exporter<Items>): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    send(items, (result) => {
      resolve(result.code);
      done(result);
    });
  return promise;
}

const [session = ''] = process.argv.slice(2);
const resource = detectResources({ detectors: [resourceAttributesEnvDetector] });

const logs = new OTLPLogExporter();
const sentLogs = watched(logs);
const events = new LoggerProvider({
  resource,
  processors: [new SimpleLogRecordProcessor({ exporter: logs })],
});
events.getLogger('com.anthropic.claude_code.events').emit({
  body: 'claude_code.user_prompt',
  attributes: { 'event.name': 'user_prompt', 'session.id': session, prompt_length: '5' },
});

const metrics = new OTLPMetricExporter();
const sentMetrics = watched(metrics);
const meters = new MeterProvider({
  resource,
  readers: [new PeriodicExportingMetricReader({ exporter: metrics })],
});
meters.getMeter('com.anthropic.claude_code').createCounter('claude_code.session.count').add(1);

await Promise.allSettled([events.forceFlush(), meters.forceFlush()]);
process.stdout.write(JSON.stringify({ logs: await sentLogs, metrics: await sentMetrics }));
await Promise.allSettled([events.shutdown(), meters.shutdown()]);
