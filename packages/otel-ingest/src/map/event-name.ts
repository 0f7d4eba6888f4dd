// What the event is called, without the name of the agent in front.
import type { JsonValue } from '@governance-agent/policy-engine';
import type { LogRecord } from '../decode/model.ts';
import { takeOwn, type RecordFields } from './attributes.ts';

const UNKNOWN_EVENT = 'unknown';

export interface EventName {
  /** As sent, prefix and all; empty when nothing names the event. */
  readonly sent: string;
  /** `user_prompt`, `tool_result`, … */
  readonly bare: string;
}

const PREFIXES: readonly string[] = [
  'claude_code.',
  'claude_cowork.',
  'cowork.',
  'codex.',
  'gemini_cli.',
  'qwen-code.',
  'copilot_chat.',
  'github.copilot.',
  'opencode.',
  'cursor.',
];

const NAME = /^[A-Za-z][\w.:/-]{0,127}$/;
const UNNAMED: EventName = { sent: '', bare: UNKNOWN_EVENT };

/** Attribute `event.name`, else the OTLP event name, else a body that looks like a name. */
export function takeEventName(fields: RecordFields, record: LogRecord): EventName {
  const sent = takeOwn(fields, 'event.name', nameText) ?? nameText(record.eventName) ?? nameText(record.body);
  return sent === null ? UNNAMED : { sent, bare: bareName(sent) };
}

function bareName(name: string): string {
  const prefix = PREFIXES.find((candidate) => name.startsWith(candidate));
  return prefix === undefined || prefix.length === name.length ? name : name.slice(prefix.length);
}

/** Whether a text says no more than the name does. */
export function isSameName(text: string, name: EventName): boolean {
  return text === name.sent || bareName(text) === name.bare;
}

function nameText(value: JsonValue): string | null {
  return typeof value === 'string' && NAME.test(value) ? value : null;
}
