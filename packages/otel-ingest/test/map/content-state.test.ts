import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@governance-agent/policy-engine';
import { claudeEvent } from './records.ts';

type Values = Record<string, JsonValue>;

describe('content state', () => {
  test.each<[string, string, Values, string, JsonValue]>([
    ['sent', 'user_prompt', { prompt: 'a', prompt_length: '1' }, 'captured', { prompt: 'a' }],
    [
      'two texts',
      'user_prompt',
      { prompt: 'a', prompt_text: 'b' },
      'captured',
      { prompt: 'a', prompt_text: 'b' },
    ],
    [
      'redacted',
      'user_prompt',
      { prompt: '<REDACTED>', prompt_text: '<REDACTED>' },
      'withheld_at_source',
      null,
    ],
    ['redacted by Codex', 'codex.user_prompt', { prompt: '[REDACTED]' }, 'withheld_at_source', null],
    [
      'redacted reply',
      'assistant_response',
      { response: '<REDACTED>', response_length: 1 },
      'withheld_at_source',
      null,
    ],
    [
      'one of two redacted',
      'tool_result',
      { error: '<REDACTED>', tool_input: '{}x' },
      'captured',
      { tool_input: '{}x' },
    ],
    ['absent', 'user_prompt', { prompt_length: '5' }, 'withheld_at_source', null],
    ['absent reply', 'assistant_response', { response_length: 163 }, 'withheld_at_source', null],
    ['absent tool input', 'tool_result', { tool_input_size_bytes: '46' }, 'withheld_at_source', null],
    ['output is never sent', 'tool_result', { tool_result_size_bytes: '46' }, 'none', null],
    ['empty', 'user_prompt', { prompt: '', prompt_length: '0' }, 'none', null],
    ['no input', 'tool_result', { tool_input_size_bytes: '0' }, 'none', null],
    [
      'a decision without parameters',
      'tool_decision',
      { decision: 'accept', tool_name: 'Bash' },
      'none',
      null,
    ],
    ['a request', 'api_request', { input_tokens: 1 }, 'none', null],
    [
      'a marker inside text',
      'user_prompt',
      { prompt: 'say <REDACTED>' },
      'captured',
      { prompt: 'say <REDACTED>' },
    ],
    [
      'a structured value',
      'x',
      { 'gen_ai.input.messages': [{ a: 0.5 }] },
      'captured',
      { 'gen_ai.input.messages': [{ a: '0.5' }] },
    ],
  ])('%s', (_name, event, attributes, state, content) => {
    const mapped = claudeEvent(event, attributes);
    expect(mapped.contentState).toBe(state);
    expect(mapped.content).toEqual(content);
  });

  test('a marker stays where it can be seen', () => {
    const { attributes } = claudeEvent('user_prompt', { prompt: '<REDACTED>', prompt_text: '<REDACTED>' });
    expect(attributes).toMatchObject({ prompt: '<REDACTED>' });
    expect(attributes).not.toHaveProperty('prompt_text');
  });
});
