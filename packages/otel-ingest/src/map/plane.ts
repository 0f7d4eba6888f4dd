// Which product sent a record. All of it can be claimed by anyone: a label for reports, not a proof.
import type { JsonValue } from '@governance-agent/policy-engine';

export type Plane =
  | 'claude_code'
  | 'cowork'
  | 'claude_desktop'
  | 'codex'
  | 'gemini_cli'
  | 'qwen_code'
  | 'copilot'
  | 'opencode'
  | 'cursor'
  | 'other';

export interface PlaneSigns {
  /** Of the resource, else of the record. */
  readonly serviceName: JsonValue | undefined;
  readonly scopeName: string;
  /** Names of the event as sent, prefix and all. */
  readonly names: readonly JsonValue[];
  /** Whether any attribute of record or resource has a key in `cowork.`. */
  readonly coworkAttribute: boolean;
}

const CLAUDE_SERVICES: Readonly<Record<string, Plane>> = {
  'claude-code': 'claude_code',
  'claude-code-desktop': 'claude_code',
  'claude-desktop': 'claude_desktop',
};

const OTHER_SERVICES: readonly (readonly [pattern: RegExp, plane: Plane])[] = [
  [/^codex(?:[_-][a-z_-]{1,32})?$/, 'codex'],
  [/^gemini[_-]cli$/, 'gemini_cli'],
  [/^qwen[_-]code$/, 'qwen_code'],
  [/^(?:github-)?copilot(?:[_-][a-z_-]{1,32})?$/, 'copilot'],
  [/^opencode$/, 'opencode'],
  [/^cursor$/, 'cursor'],
];

const PREFIXES: readonly (readonly [prefix: string, plane: Plane])[] = [
  ['claude_code.', 'claude_code'],
  ['codex.', 'codex'],
  ['gemini_cli.', 'gemini_cli'],
  ['qwen-code.', 'qwen_code'],
  ['copilot_chat.', 'copilot'],
  ['github.copilot.', 'copilot'],
  ['opencode.', 'opencode'],
  ['cursor.', 'cursor'],
];

/** The first sign in this order that says something: Cowork, known services, Claude Code's scope, name prefixes. */
export function planeOf(signs: PlaneSigns): Plane {
  const service = typeof signs.serviceName === 'string' ? signs.serviceName.toLowerCase() : '';
  if (service === 'cowork' || signs.coworkAttribute || hasCoworkPrefix(signs.names)) return 'cowork';
  const known = Object.hasOwn(CLAUDE_SERVICES, service) ? CLAUDE_SERVICES[service] : otherService(service);
  if (known !== undefined) return known;
  if (signs.scopeName === 'claude-desktop.events') return 'claude_desktop';
  if (signs.scopeName.startsWith('com.anthropic.claude_code')) return 'claude_code';
  return planeOfPrefix(signs.names) ?? 'other';
}

function otherService(service: string): Plane | undefined {
  return OTHER_SERVICES.find(([pattern]) => pattern.test(service))?.[1];
}

function hasCoworkPrefix(names: readonly JsonValue[]): boolean {
  return names.some((name) => startsWith(name, 'cowork.') || startsWith(name, 'claude_cowork.'));
}

function planeOfPrefix(names: readonly JsonValue[]): Plane | undefined {
  return PREFIXES.find(([prefix]) => names.some((name) => startsWith(name, prefix)))?.[1];
}

function startsWith(name: JsonValue, prefix: string): boolean {
  return typeof name === 'string' && name.startsWith(prefix);
}
