// The attributes that may stand unmasked, each with the only shapes its value may have. Everything else is masked.
import type { StructuralField } from '@governance-agent/policy-engine';
import { CONTENT_KEYS } from './map/content-keys.ts';
import {
  BOOLEAN,
  COUNT,
  DECIMAL,
  HASH_16,
  HASH_32,
  HASH_64,
  HOOK_EVENT,
  HOOK_NAME,
  ISO_TIME,
  MODEL,
  oneOf,
  OS_VERSION,
  STATUS,
  tagged,
  TOOL,
  UNIX_NANOS,
  UUID,
  VERSION,
} from './map/structural-patterns.ts';

type Rule = readonly [keys: string, pattern: RegExp];

const PERMISSION_MODE = oneOf('default plan acceptEdits auto bypassPermissions dontAsk');
const HIDDEN_NAME = oneOf('custom third-party custom_skill builtin');
const SETTINGS = oneOf('user project local dynamic claudeai enterprise managed');

const IDS: readonly Rule[] = [
  [
    'session.id conversation.id gen_ai.conversation.id prompt.id message.uuid message.id organization.id',
    UUID,
  ],
  ['client_request_id request_body_id appearance_id user.account_uuid user.account_id', UUID],
  ['user.account_id user.id', tagged('user')],
  ['ccr.session.id', tagged('cse')],
  ['request_id', tagged('req')],
  ['message.id', tagged('msg')],
  ['tool_use_id use_id', tagged('toolu')],
  ['call_id', tagged('call')],
  ['user.id managed_settings.resolved_sha256', HASH_64],
  ['trace_id', HASH_32],
  ['span_id plugin_id_hash', HASH_16],
];

const ORIGIN: readonly Rule[] = [
  [
    'service.name',
    oneOf('claude-code claude-code-desktop claude-desktop cowork codex_cli_rs codex-cli gemini-cli'),
  ],
  ['service.name', oneOf('qwen-code copilot-chat opencode')],
  ['service.version app.version otel.scope.version plugin.version telemetry.sdk.version', VERSION],
  ['otel.scope.name', /^com\.anthropic\.claude_code(?:\.(?:events|tracing|traces))?$/],
  ['otel.scope.name', oneOf('claude-desktop.events')],
  ['os.type', oneOf('linux darwin windows')],
  ['os.version', OS_VERSION],
  ['host.arch', oneOf('amd64 arm64 x64 x86 arm32 ia32')],
  ['wsl.version', oneOf('1 2')],
  ['telemetry.sdk.language', oneOf('nodejs webjs python go rust java dotnet')],
  ['telemetry.sdk.name', oneOf('opentelemetry')],
  ['claude.deployment_mode', oneOf('1p 3p')],
  ['cowork.surface', oneOf('remote local')],
  ['app.entrypoint', oneOf('cli sdk-cli sdk-ts sdk-py claude-vscode claude-in-slack claude-desktop')],
  ['app.entrypoint', oneOf('claude-desktop-3p local-agent')],
  [
    'terminal.type',
    oneOf('iTerm.app vscode cursor tmux screen windows-terminal gnome-terminal konsole kitty'),
  ],
  ['terminal.type', oneOf('xterm xterm-256color alacritty WezTerm ghostty Apple_Terminal WarpTerminal')],
  ['terminal.type', oneOf('non-interactive linux pycharm intellij zed')],
  ['identity.source', oneOf('gateway-oidc')],
  ['anthropic.provider', oneOf('firstParty bedrock vertex foundry gateway')],
];

const NUMBERS: readonly Rule[] = [
  ['prompt_length response_length body_length duration_ms total_duration_ms ttft_ms', COUNT],
  ['tool_input_size_bytes tool_result_size_bytes input_tokens output_tokens', COUNT],
  ['cache_read_tokens cache_creation_tokens attempt total_attempts total_retry_duration_ms', COUNT],
  ['num_hooks num_success num_blocking num_non_blocking_error num_cancelled num_outputs_persisted', COUNT],
  ['stdout_chars additional_context_chars system_message_chars initial_user_message_chars', COUNT],
  ['pre_tokens post_tokens event.sequence', COUNT],
  ['cost_usd', DECIMAL],
  ['status_code', STATUS],
  ['event.timestamp', ISO_TIME],
  ['otel.observed_time_unix_nano', UNIX_NANOS],
  [
    'success safe_mode managed_only body_truncated marketplace.is_official is_plugin has_hooks has_mcp used_default',
    BOOLEAN,
  ],
  ['is_built_in is_async host_owned_mcp model_swapped enabled_via_override', BOOLEAN],
];

const WORDS: readonly Rule[] = [
  ['model final_model gen_ai.request.model gen_ai.response.model', MODEL],
  ['tool_name', TOOL],
  ['tool_source', oneOf('builtin mcp sdk_host_builtin_mcp')],
  ['decision decision_type', oneOf('accept reject approved denied abort')],
  ['source decision_source', oneOf('config hook user_permanent user_temporary user_abort user_reject')],
  ['permission_mode from_mode to_mode', PERMISSION_MODE],
  ['speed', oneOf('fast normal')],
  ['effort', oneOf('low medium high xhigh max')],
  ['query_source', oneOf('repl_main_thread compact sdk generate_session_title away_summary')],
  ['query_source', oneOf('prompt_suggestion agent:custom main subagent auxiliary')],
  ['command_source', oneOf('builtin custom mcp')],
  [
    'command_name agent.name skill.name plugin.name marketplace.name mcp_server.name mcp_tool.name',
    HIDDEN_NAME,
  ],
  ['mcp_server_scope server_scope', SETTINGS],
  ['transport_type', oneOf('stdio sse http ws-ide claudeai-proxy')],
  ['status', oneOf('connected failed disconnected')],
  ['hook_event', HOOK_EVENT],
  ['hook_name', HOOK_NAME],
  ['hook_type', oneOf('command prompt mcp_tool http agent')],
  [
    'hook_source',
    oneOf('userSettings projectSettings localSettings flagSettings policySettings pluginHook merged'),
  ],
  ['plugin.scope', oneOf('official org user-local default-bundle')],
  ['enabled_via', oneOf('default-enable org-policy seed-mount user-install')],
  ['managed_settings.trigger', oneOf('startup change refused')],
  ['managed_settings.source_behavior', oneOf('first-wins merge')],
  ['managed_settings.helper.state managed_settings.helper.applied', oneOf('none')],
  ['skill.source', oneOf('bundled builtin userSettings projectSettings plugin')],
  ['invocation_trigger', oneOf('user-slash claude-proactive nested-skill')],
  ['error_type', oneOf('ShellError McpToolCallError TelemetrySafeError Error:ENOENT')],
  ['type', oneOf('input output cacheRead cacheCreation added removed user cli')],
  ['start_type', oneOf('fresh resume continue agents_view')],
  ['trigger', oneOf('shift_tab exit_plan_mode auto_gate_denied auto_opt_in auto manual')],
];

const MARKERS: readonly Rule[] = [[[...CONTENT_KEYS].join(' '), oneOf('<REDACTED> [REDACTED]')]];

const TABLE = tableOf([...IDS, ...ORIGIN, ...NUMBERS, ...WORDS, ...MARKERS]);
const LONGEST_VALUE = 80;

/** The allow-list for the event masker: a key it does not name, or a value of another shape, is masked. */
export const TELEMETRY_STRUCTURAL_FIELDS: StructuralField = (key, value) =>
  value.length <= LONGEST_VALUE && (TABLE.get(key)?.some((pattern) => pattern.test(value)) ?? false);

function tableOf(rules: readonly Rule[]): ReadonlyMap<string, readonly RegExp[]> {
  const table = new Map<string, RegExp[]>();
  for (const [keys, pattern] of rules) {
    for (const key of keys.split(' ')) table.set(key, [...(table.get(key) ?? []), pattern]);
  }
  return table;
}
