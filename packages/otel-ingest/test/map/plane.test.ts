import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@governance-agent/policy-engine';
import { logRecord, mapOne } from './records.ts';

const SCOPE = 'com.anthropic.claude_code.events';
type Values = Record<string, JsonValue>;

describe('plane and surface', () => {
  test.each<[string, Values, Values, string, JsonValue, string, string | null]>([
    ['Cowork by its service', { 'service.name': 'cowork' }, {}, SCOPE, 'claude_code.x', 'cowork', null],
    [
      'Cowork by the copy on the record',
      {},
      { 'service.name': 'cowork' },
      SCOPE,
      'claude_code.x',
      'cowork',
      null,
    ],
    [
      'Cowork in the cloud',
      { 'service.name': 'cowork', 'cowork.surface': 'remote' },
      {},
      SCOPE,
      '',
      'cowork',
      'remote',
    ],
    [
      'Cowork on the device',
      { 'service.name': 'cowork' },
      { 'cowork.surface': 'local' },
      SCOPE,
      '',
      'cowork',
      'local',
    ],
    [
      'Cowork by any key of its own',
      { 'service.name': 'claude-code' },
      { 'cowork.x': 1 },
      SCOPE,
      '',
      'cowork',
      null,
    ],
    ['Cowork by prefix', { 'service.name': 'acme' }, {}, SCOPE, 'cowork.user_prompt', 'cowork', null],
    [
      'Cowork by older prefix',
      { 'service.name': 'acme' },
      {},
      SCOPE,
      'claude_cowork.user_prompt',
      'cowork',
      null,
    ],
    ['Claude Code', { 'service.name': 'claude-code' }, {}, SCOPE, '', 'claude_code', null],
    [
      'its terminal',
      { 'service.name': 'claude-code' },
      { 'app.entrypoint': 'cli' },
      SCOPE,
      '',
      'claude_code',
      'cli',
    ],
    [
      'its SDK',
      { 'service.name': 'claude-code' },
      { 'app.entrypoint': 'sdk-py' },
      SCOPE,
      '',
      'claude_code',
      'sdk',
    ],
    ['its extension', { 'app.entrypoint': 'claude-vscode' }, {}, SCOPE, '', 'claude_code', 'vscode'],
    ['an unknown entrypoint', {}, { 'app.entrypoint': 'toaster' }, SCOPE, '', 'claude_code', null],
    [
      'its cloud',
      { 'service.name': 'claude-code' },
      { 'ccr.session.id': 'cse_1' },
      SCOPE,
      '',
      'claude_code',
      'remote',
    ],
    ['the Code tab', { 'service.name': 'claude-code-desktop' }, {}, SCOPE, '', 'claude_code', 'desktop'],
    ['the desktop app', { 'service.name': 'claude-desktop' }, {}, '', '', 'claude_desktop', 'desktop'],
    [
      'the desktop app, renamed',
      { 'service.name': 'acme' },
      {},
      'claude-desktop.events',
      '',
      'claude_desktop',
      null,
    ],
    ['a renamed service', { 'service.name': 'acme-agent' }, {}, SCOPE, '', 'claude_code', null],
    [
      'a renamed service without scope',
      { 'service.name': 'acme' },
      {},
      '',
      'claude_code.x',
      'claude_code',
      null,
    ],
    ['Codex', { 'service.name': 'codex_cli_rs' }, {}, '', '', 'codex', 'cli'],
    ['Codex by prefix', {}, { 'event.name': 'codex.tool_result' }, '', '', 'codex', null],
    ['Gemini', {}, {}, '', 'gemini_cli.config', 'gemini_cli', null],
    ['Qwen', { 'service.name': 'qwen-code' }, {}, '', '', 'qwen_code', 'cli'],
    ['Copilot in the editor', { 'service.name': 'copilot-chat' }, {}, '', '', 'copilot', null],
    ['Copilot by prefix', {}, { 'event.name': 'github.copilot.x' }, '', '', 'copilot', null],
    ['OpenCode in disguise of scope', { 'service.name': 'opencode' }, {}, SCOPE, '', 'opencode', null],
    ['Cursor', { 'service.name': 'Cursor' }, {}, '', '', 'cursor', null],
    ['anything else', { 'service.name': 'checkout' }, {}, 'app', 'hello', 'other', null],
    ['a service named after a prototype key', { 'service.name': 'constructor' }, {}, '', '', 'other', null],
    ['nothing', {}, {}, '', null, 'other', null],
  ])('%s', (_name, resource, attributes, scope, body, plane, surface) => {
    const event = mapOne(logRecord(attributes, { body }), resource, { name: scope });
    expect([event.plane, event.surface]).toEqual([plane, surface]);
  });
});

describe('event name', () => {
  test.each<[string, JsonValue, string, JsonValue, string]>([
    ['the attribute first', 'user_prompt', 'api_error', 'claude_code.api_request', 'user_prompt'],
    ['then the OTLP name', null, 'claude_code.api_error', 'claude_code.api_request', 'api_error'],
    ['then the body', null, '', 'claude_code.api_request', 'api_request'],
    ['Cowork', 'cowork.user_prompt', '', null, 'user_prompt'],
    ['Codex', 'codex.tool_result', '', null, 'tool_result'],
    ['Gemini', 'gemini_cli.tool_call', '', null, 'tool_call'],
    ['Qwen', 'qwen-code.api_response', '', null, 'api_response'],
    ['Copilot', 'copilot_chat.session.start', '', null, 'session.start'],
    ['semantic conventions', 'gen_ai.evaluation.result', '', null, 'gen_ai.evaluation.result'],
    ['one prefix only', 'claude_code.codex.x', '', null, 'codex.x'],
    ['a prefix alone', 'codex.', '', null, 'codex.'],
    ['an empty attribute', '', '', 'claude_code.x', 'x'],
    ['free text as the attribute', 'please call 555', '', null, 'unknown'],
    ['free text as the body', null, '', 'please call 555', 'unknown'],
    ['a number', 7, '', 7, 'unknown'],
    ['nothing', null, '', null, 'unknown'],
  ])('%s', (_name, attribute, eventName, body, expected) => {
    expect(mapOne(logRecord({ 'event.name': attribute }, { eventName, body })).event).toBe(expected);
  });

  test('a name that is none stays to be masked', () => {
    const event = mapOne(logRecord({ 'event.name': 'please call 555' }, { body: 'and me' }));
    expect(event.attributes).toEqual({ 'event.name': 'please call 555' });
    expect(event.content).toEqual({ body: 'and me' });
  });

  test('a second, different OTLP name is kept', () => {
    const event = mapOne(logRecord({ 'event.name': 'a' }, { eventName: 'b', body: 'a' }));
    expect(event).toMatchObject({ event: 'a', attributes: { 'otel.event_name': 'b' }, content: null });
  });
});
