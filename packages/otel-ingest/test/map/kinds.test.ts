import { describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import { claudeEvent } from './records.ts';

type Values = Record<string, JsonValue>;
const SCOPE = { 'otel.scope.name': 'com.anthropic.claude_code.events', 'otel.scope.version': '2.1.329' };
const who = {
  'session.id': '3f1c7a52-0d4e-4c5f-9a0b-2f6d1e8c9b7a',
  'user.id': 'ab'.repeat(32),
  'user.email': 'dev@acme.example',
  'user.account_uuid': '00000000-0000-4000-8000-00000000aaaa',
};
const turn = { ...who, 'prompt.id': '11111111-2222-4333-8444-555555555555', 'event.sequence': 7 };
const whoColumns = {
  sessionId: who['session.id'],
  userId: who['user.id'],
  userEmail: who['user.email'],
  userAccountUuid: who['user.account_uuid'],
};
const turnColumns = { ...whoColumns, correlationId: turn['prompt.id'], clientSequence: 7 };

describe('events of clients that sent every number as text', () => {
  test.each<[string, Values, Partial<AuditEvent>]>([
    [
      'user_prompt',
      { ...who, prompt_length: '5', prompt: 'hello' },
      {
        content: { prompt: 'hello' },
        contentState: 'captured',
        attributes: { ...SCOPE, prompt_length: '5' },
      },
    ],
    [
      'api_request',
      {
        ...who,
        model: 'claude-sonnet-4-20250514',
        input_tokens: '1202',
        output_tokens: '48',
        cache_read_tokens: '5600',
        cache_creation_tokens: '340',
        cost_usd: '0.007281',
        duration_ms: '100',
      },
      {
        model: 'claude-sonnet-4-20250514',
        tokensInput: 1202,
        tokensOutput: 48,
        tokensCacheRead: 5600,
        tokensCacheCreation: 340,
        costNanoUsd: 7_281_000,
        durationMs: 100,
        contentState: 'none',
        content: null,
        attributes: SCOPE,
      },
    ],
    [
      'tool_result',
      {
        ...who,
        tool_name: 'Bash',
        use_id: 'toolu_1a',
        success: 'true',
        duration_ms: '61',
        tool_parameters: '{"a":1}',
      },
      {
        toolName: 'Bash',
        toolUseId: 'toolu_1a',
        durationMs: 61,
        decision: null,
        content: { tool_parameters: '{"a":1}' },
        attributes: { ...SCOPE, success: 'true' },
      },
    ],
    [
      'api_error',
      { ...who, error: 'overloaded', status_code: 'undefined', duration_ms: '9', attempt: '11', model: 'm' },
      {
        decision: 'error',
        durationMs: 9,
        model: 'm',
        content: { error: 'overloaded' },
        contentState: 'captured',
        attributes: { ...SCOPE, status_code: 'undefined', attempt: '11' },
      },
    ],
  ])('%s', (name, attributes, expected) => {
    expect(claudeEvent(name, attributes)).toMatchObject({ event: name, ...whoColumns, ...expected });
  });
});

describe('events of today', () => {
  test.each<[string, Values, Partial<AuditEvent>]>([
    [
      'user_prompt',
      { ...turn, prompt_length: '5', prompt: 'hello', prompt_text: 'hello', 'message.uuid': 'm' },
      {
        content: { prompt: 'hello' },
        attributes: { ...SCOPE, 'event.sequence': 7, prompt_length: '5', 'message.uuid': 'm' },
      },
    ],
    [
      'assistant_response',
      { ...turn, response_length: 2, response: 'hi', model: 'claude-opus-5-5', request_id: 'req_1' },
      {
        model: 'claude-opus-5-5',
        tokensOutput: null,
        content: { response: 'hi' },
        attributes: { ...SCOPE, 'event.sequence': 7, response_length: 2, request_id: 'req_1' },
      },
    ],
    [
      'tool_decision',
      {
        ...turn,
        decision: 'reject',
        source: 'hook',
        tool_name: 'Bash',
        tool_use_id: 'toolu_1',
        tool_parameters: '{',
      },
      {
        decision: 'blocked',
        toolName: 'Bash',
        toolUseId: 'toolu_1',
        content: { tool_parameters: '{' },
        attributes: { ...SCOPE, 'event.sequence': 7, source: 'hook' },
      },
    ],
    [
      'tool_result',
      {
        ...turn,
        tool_name: 'Edit',
        duration_ms: 32,
        success: true,
        tool_input: '{"a"',
        tool_input_size_bytes: '46',
      },
      { durationMs: 32, content: { tool_input: '{"a"' }, contentState: 'captured', toolName: 'Edit' },
    ],
    [
      'api_request',
      { ...turn, input_tokens: 1, output_tokens: 0, cost_usd_micros: 8580, duration_ms: 57, ttft_ms: 14 },
      {
        tokensInput: 1,
        tokensOutput: 0,
        tokensCacheRead: null,
        costNanoUsd: 8_580_000,
        durationMs: 57,
        attributes: { ...SCOPE, 'event.sequence': 7, ttft_ms: 14 },
      },
    ],
    [
      'hook_execution_complete',
      { ...turn, total_duration_ms: '57', num_hooks: '1', hook_definitions: '[{}]', total_tokens: 9 },
      { durationMs: 57, content: { hook_definitions: '[{}]' }, tokensInput: null, decision: null },
    ],
  ])('%s', (name, attributes, expected) => {
    expect(claudeEvent(name, attributes)).toMatchObject({ event: name, ...turnColumns, ...expected });
  });
});
