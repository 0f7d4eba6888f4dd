// The variables that Claude Code reads (docs/guides/claude-code.md).

/** What a client can be told to capture, and by which variable. All are off by default at the client. */
export const CONTENT_SWITCHES = {
  prompts: 'OTEL_LOG_USER_PROMPTS',
  responses: 'OTEL_LOG_ASSISTANT_RESPONSES',
  'tool-details': 'OTEL_LOG_TOOL_DETAILS',
  'tool-content': 'OTEL_LOG_TOOL_CONTENT',
  'raw-api-bodies': 'OTEL_LOG_RAW_API_BODIES',
} as const;

export type ContentSwitch = keyof typeof CONTENT_SWITCHES;

export interface ClientSetup {
  /** Base URL: the client appends /v1/logs and /v1/metrics itself. */
  readonly endpoint: string;
  readonly org?: string | undefined;
  /** Licence key; a placeholder takes its place when it is not given. */
  readonly license?: string | undefined;
  readonly content?: readonly ContentSwitch[];
  readonly protocol?: string;
  readonly signals?: readonly string[];
  readonly logsInterval?: string;
  readonly metricsInterval?: string;
}

export type Variables = Readonly<Record<string, string>>;

export function environmentFor(setup: ClientSetup): Variables {
  const { endpoint, protocol = 'http/protobuf', signals = ['logs'], content = [] } = setup;
  const exporter = (signal: string): string => (signals.includes(signal) ? 'otlp' : 'none');
  return {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_LOGS_EXPORTER: exporter('logs'),
    OTEL_METRICS_EXPORTER: exporter('metrics'),
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: `Authorization=${authorization(setup)}`,
    ...intervals(setup, signals),
    ...contentSwitches(content),
  };
}

/** The space is escaped: the value is a list of percent-encoded members, and quoting it would keep the quotes. */
function authorization({ org, license }: ClientSetup): string {
  if (org === undefined || license === undefined) return 'Basic%20<base64 of org:license-key>';
  return `Basic%20${Buffer.from(`${org}:${license}`).toString('base64')}`;
}

function intervals({ logsInterval, metricsInterval }: ClientSetup, signals: readonly string[]): Variables {
  return {
    ...(logsInterval !== undefined &&
      signals.includes('logs') && { OTEL_LOGS_EXPORT_INTERVAL: logsInterval }),
    ...(metricsInterval !== undefined &&
      signals.includes('metrics') && { OTEL_METRIC_EXPORT_INTERVAL: metricsInterval }),
  };
}

/** Replies follow prompts unless told otherwise, so prompts alone need the replies switched off by name. */
function contentSwitches(content: readonly ContentSwitch[]): Variables {
  const on = Object.fromEntries(content.map((name) => [CONTENT_SWITCHES[name], '1']));
  const promptsAlone = content.includes('prompts') && !content.includes('responses');
  return promptsAlone ? { ...on, [CONTENT_SWITCHES.responses]: '0' } : on;
}
