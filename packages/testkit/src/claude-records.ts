// Requests shaped like those of Claude Code (field mix and sizes of the captures), each record unlike any other.
import { LogsRequest } from './otlp-schema.ts';

type AnyValue =
  { readonly stringValue: string } | { readonly intValue: number } | { readonly doubleValue: number };
type Attributes = Readonly<Record<string, string | number>>;

const START_NS = 1_795_230_615_520_000_000n;
const PROMPT =
  'Please read the configuration of the build, find out why the second stage takes so long and propose a change. ';

const KINDS: readonly ((n: number) => Attributes)[] = [
  () => ({ 'event.name': 'user_prompt', prompt_length: '330', prompt: PROMPT.repeat(3) }),
  (n) => ({
    'event.name': 'api_request',
    model: 'claude-opus-5-5',
    input_tokens: 1200 + (n % 100),
    output_tokens: 48,
    cache_read_tokens: 5600,
    cache_creation_tokens: 340,
    cost_usd: 0.007281,
    duration_ms: 1500,
    request_id: `req_${hex(n, 24)}`,
    query_source: 'repl_main_thread',
  }),
  (n) => ({
    'event.name': 'tool_decision',
    decision: 'accept',
    source: 'config',
    tool_name: 'Bash',
    tool_use_id: `toolu_${hex(n, 24)}`,
  }),
  (n) => ({
    'event.name': 'tool_result',
    tool_name: 'Bash',
    tool_use_id: `toolu_${hex(n, 24)}`,
    success: 'true',
    duration_ms: '61',
    tool_parameters: JSON.stringify({
      bash_command: 'pnpm',
      full_command: `pnpm test --filter package-${n} && ${'git status && '.repeat(10)}true`,
    }),
  }),
  () => ({
    'event.name': 'assistant_response',
    response_length: 330,
    response: PROMPT.repeat(3),
    model: 'claude-opus-5-5',
  }),
];

/** `count` records, numbered from `first`: the same numbers give the same records. */
export function claudeLogsRequest(first: number, count: number): object {
  const logRecords = Array.from({ length: count }, (_, index) => record(first + index));
  const resource = attributes({
    'host.arch': 'amd64',
    'os.type': 'linux',
    'service.name': 'claude-code',
    'service.version': '2.1.329',
  });
  const scope = { name: 'com.anthropic.claude_code.events', version: '2.1.329' };
  return { resourceLogs: [{ resource: { attributes: resource }, scopeLogs: [{ scope, logRecords }] }] };
}

export function encodeLogsRequest(request: object): Buffer {
  return Buffer.from(LogsRequest.encode(LogsRequest.fromObject(request)).finish());
}

function record(n: number): object {
  const kind: (n: number) => Attributes = KINDS[n % KINDS.length] ?? (() => ({}));
  const own = kind(n);
  const time = (START_NS + BigInt(n) * 1_000_000n).toString();
  const common = {
    'user.id': hex(7, 64),
    'session.id': `${hex(Math.floor(n / 500), 8)}-0d4e-4c5f-9a0b-2f6d1e8c9b7a`,
    'organization.id': '00000000-0000-4000-8000-00000000bbbb',
    'user.email': 'dev@acme.example',
    'user.account_uuid': '00000000-0000-4000-8000-00000000aaaa',
    'terminal.type': 'vscode',
    'event.timestamp': new Date(Number(BigInt(time) / 1_000_000n)).toISOString(),
    'event.sequence': n,
    'prompt.id': `${hex(Math.floor(n / 10), 8)}-1247-4019-83af-a163834e2a19`,
  };
  const body = { stringValue: `claude_code.${String(own['event.name'])}` };
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    body,
    attributes: attributes({ ...common, ...own }),
  };
}

function attributes(values: Attributes): { key: string; value: AnyValue }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
}

function hex(n: number, length: number): string {
  return n.toString(16).padStart(length, '0');
}
