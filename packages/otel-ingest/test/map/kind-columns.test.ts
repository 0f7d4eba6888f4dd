import { describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import { claudeEvent } from './records.ts';

type Values = Record<string, JsonValue>;

describe('verdicts', () => {
  test.each<[string, Values, AuditEvent['decision']]>([
    ['tool_decision', { decision: 'accept' }, 'allowed'],
    ['tool_decision', { decision: 'reject' }, 'blocked'],
    ['codex.tool_decision', { decision: 'approved_for_session' }, 'allowed'],
    ['codex.tool_decision', { decision: 'denied' }, 'blocked'],
    ['codex.tool_decision', { decision: 'abort' }, 'blocked'],
    ['tool_decision', { decision: 'ACCEPT' }, 'error'],
    ['tool_decision', { decision: 'perhaps' }, 'error'],
    ['tool_decision', { decision: true }, 'error'],
    ['tool_decision', {}, 'error'],
    ['api_error', {}, 'error'],
    ['api_retries_exhausted', { error: 'x' }, null],
    ['api_refusal', {}, null],
    ['tool_result', { decision_type: 'reject', success: 'false' }, null],
    ['user_prompt', { decision: 'reject' }, null],
    ['gemini_cli.tool_call', { decision: 'reject' }, null],
  ])('%s with %j', (name, attributes, decision) => {
    expect(claudeEvent(name, attributes).decision).toBe(decision);
  });

  test('a word that decides nothing stays to be read', () => {
    expect(claudeEvent('tool_decision', { decision: 'perhaps' }).attributes).toMatchObject({
      decision: 'perhaps',
    });
  });
});

describe('tokens count once, from api_request', () => {
  test.each([
    ['subagent_completed', { input_tokens: 5, total_tokens: 9 }],
    ['assistant_response', { input_tokens: 5, output_tokens: 6 }],
    ['codex.sse_event', { 'event.kind': 'response.completed', input_token_count: '5' }],
    ['gemini_cli.api_response', { input_token_count: 5, cost_usd: 1 }],
    ['gen_ai.client.inference.operation.details', { 'gen_ai.usage.input_tokens': 5 }],
  ])('%s', (name, attributes) => {
    const event = claudeEvent(name, attributes);
    const { tokensInput, tokensOutput, costNanoUsd } = event;
    expect([tokensInput, tokensOutput, costNanoUsd]).toEqual([null, null, null]);
    expect(Object.keys(event.attributes)).toEqual(expect.arrayContaining(Object.keys(attributes)));
  });

  test.each([
    ['abc', null],
    ['', null],
    ['undefined', null],
    [{}, null],
    [-1, null],
    [2 ** 53, null],
    ['12', 12],
  ])('a count of %j is %j, and stays when it is none', (count, expected) => {
    const event = claudeEvent('api_request', { input_tokens: count, duration_ms: count });
    expect([event.tokensInput, event.durationMs]).toEqual([expected, expected]);
    expect(Object.hasOwn(event.attributes, 'input_tokens')).toBe(expected === null);
    expect(Object.hasOwn(event.attributes, 'duration_ms')).toBe(expected === null);
  });
});

describe('tool name', () => {
  const parameters = '{"mcp_server_name":"git hub","mcp_tool_name":"list"}';
  const cut = '{"mcp_server_name":"github","mcp_tool_name":"li';
  test.each<[string, string, Values, string | null]>([
    [
      'from the parameters',
      'tool_result',
      { tool_name: 'mcp_tool', tool_parameters: parameters },
      'mcp__git hub__list',
    ],
    ['without a name', 'tool_decision', { tool_parameters: parameters }, 'mcp__git hub__list'],
    [
      'from dotted keys',
      'tool_result',
      { tool_name: 'mcp_tool', 'mcp_server.name': 's', 'mcp_tool.name': 't' },
      'mcp__s__t',
    ],
    [
      'from parameters as an object',
      'tool_result',
      { tool_parameters: { mcp_server_name: 's', mcp_tool_name: 't' } },
      'mcp__s__t',
    ],
    ['cut parameters', 'tool_result', { tool_name: 'mcp_tool', tool_parameters: cut }, 'mcp_tool'],
    ['half a name', 'tool_result', { tool_name: 'mcp_tool', 'mcp_server.name': 's' }, 'mcp_tool'],
    [
      'parameters that are no object',
      'tool_result',
      { tool_name: 'mcp_tool', tool_parameters: '"mcp_"' },
      'mcp_tool',
    ],
    [
      'a name of its own wins',
      'tool_result',
      { tool_name: 'mcp__a__b', tool_parameters: parameters },
      'mcp__a__b',
    ],
    [
      'attribution of a request is no call',
      'api_request',
      { 'mcp_server.name': 's', 'mcp_tool.name': 't' },
      null,
    ],
    ['Gemini', 'gemini_cli.tool_call', { function_name: 'read_file' }, 'read_file'],
    ['too long', 'tool_result', { tool_name: 'x'.repeat(513) }, null],
  ])('%s', (_name, event, attributes, expected) => {
    expect(claudeEvent(event, attributes).toolName).toBe(expected);
  });
});
