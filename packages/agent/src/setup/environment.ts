// The variables that Claude Code reads (docs/guides/claude-code.md).
import type { ClientSetup } from './client-setup.ts';
import { CONTENT_VARIABLES, contentVariables } from './content.ts';
import { attributeList, headerList, headersFor } from './header-list.ts';

export type Variables = Readonly<Record<string, string>>;

export function environmentFor(setup: ClientSetup): Variables {
  const { endpoint, protocol, metrics, temporality, resource } = setup;
  const headers = headerList(headersFor(setup));
  const attributes = attributeList(resource);
  return {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: metrics ? 'otlp' : 'none',
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    ...(headers !== '' && { OTEL_EXPORTER_OTLP_HEADERS: headers }),
    OTEL_LOGS_EXPORT_INTERVAL: String(setup.logsInterval),
    ...(metrics && { OTEL_METRIC_EXPORT_INTERVAL: String(setup.metricsInterval) }),
    ...(metrics && temporality && { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: temporality }),
    ...(attributes !== '' && { OTEL_RESOURCE_ATTRIBUTES: attributes }),
    ...contentVariables(setup.content),
  };
}

const PER_SIGNAL = ['LOGS', 'METRICS'].flatMap((signal) =>
  ['ENDPOINT', 'HEADERS', 'PROTOCOL', 'COMPRESSION'].map((part) => `OTEL_EXPORTER_OTLP_${signal}_${part}`),
);

/**
 * Variables that would win over the ours, or add to them, when they are left from an earlier set-up: a per-signal
 * endpoint of another backend takes everything there.
 */
export function leftovers(variables: Variables): string[] {
  const optional = [
    'OTEL_EXPORTER_OTLP_HEADERS',
    'OTEL_METRIC_EXPORT_INTERVAL',
    'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
    'OTEL_RESOURCE_ATTRIBUTES',
  ];
  return [...PER_SIGNAL, ...optional, ...CONTENT_VARIABLES].filter((name) => !Object.hasOwn(variables, name));
}
