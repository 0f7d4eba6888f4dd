import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TELEMETRY_STRUCTURAL_FIELDS as isStructural } from '../../src/structural-fields.ts';

const UUID = '3f1c7a52-0d4e-4c5f-9a0b-2f6d1e8c9b7a';

const STANDS: readonly (readonly [string, string])[] = [
  ['organization.id', UUID],
  ['user.account_id', 'user_01111111114bZ6BZRUqUqne5'],
  ['request_id', 'req_4a5fcdaba9c94c4fe3ff0e0f'],
  ['use_id', 'toolu_38b4e70cba9a9243d276adf5'],
  ['user.id', 'ab'.repeat(32)],
  ['trace_id', 'ab'.repeat(16)],
  ['span_id', 'ab'.repeat(8)],
  ['plugin_id_hash', 'da63145d0acbb62d'],
  ['service.name', 'claude-code'],
  ['service.version', '1.15962.1'],
  ['otel.scope.version', '2.1.329'],
  ['otel.scope.name', 'com.anthropic.claude_code.events'],
  ['os.version', '6.18.44-fc-v669'],
  ['os.version', '6.8.0-45-generic'],
  ['terminal.type', 'iTerm.app'],
  ['model', 'claude-opus-5-5'],
  ['model', 'claude-sonnet-4-20250514'],
  ['model', 'claude-3-5-sonnet-20241022'],
  ['model', 'claude-opus-4-8[1m]'],
  ['model', 'gpt-5.1-codex'],
  ['model', 'gemini-2.5-flash-lite'],
  ['hook_name', 'PreToolUse:Write'],
  ['prompt_length', '103'],
  ['event.timestamp', '2026-11-21T05:10:15.123Z'],
  ['otel.observed_time_unix_nano', '1795230615520000000'],
  ['status_code', 'undefined'],
  ['success', 'true'],
  ['cost_usd', '0.007281'],
  ['prompt', '<REDACTED>'],
  ['query_source', 'agent:custom'],
];

const FREE_TEXT = [
  'jane',
  'jane.doe@example.com',
  'call me on 0812 3456 7890',
  '081234567890',
  '3171015708900001',
  '4111111111111111',
  '203.0.113.77',
  'sk-ant-api03-abcdefghijklmnop',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  '/Users/jane/secret',
  'a',
  '',
  ' ',
  'true ',
  'true\n',
  'x<REDACTED>',
  'default; drop',
  'PreToolUse:jane',
  'claude-jane',
  'claude-opus-jane',
  'req_3171015708900001',
];

describe('structural fields', () => {
  test.each(STANDS)('%s may be %s', (key, value) => expect(isStructural(key, value)).toBe(true));

  test.each(FREE_TEXT)('%j stands nowhere', (text) => {
    const keys = [
      ...new Set(STANDS.map(([key]) => key)),
      'tool_name',
      'effort',
      'source',
      'decision',
      'user.email',
    ];
    expect(keys.filter((key) => isStructural(key, text))).toEqual([]);
  });

  test('a value is anchored at both ends', () => {
    const around = STANDS.flatMap(([key, value]) => [
      [key, ` ${value}`],
      [key, `${value}\n`],
      [key, `${value} jane`],
      [key, `jane\n${value}`],
    ]);
    expect(around.filter(([key = '', value = '']) => isStructural(key, value))).toEqual([]);
  });

  test('a value stands under its own key alone', () => {
    const other = STANDS.filter(([, value]) => isStructural('note', value) || isStructural('', value));
    expect(other).toEqual([]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'user.email', 'tenant', 'skill_name'])(
    'knows no key %s',
    (key) => {
      fc.assert(fc.property(fc.string(), (value) => !isStructural(key, value)));
    },
  );

  test('takes no prose under any key', () => {
    const keys = fc.constantFrom(...STANDS.map(([key]) => key));
    const words = fc.array(fc.stringMatching(/^[a-z]{2,9}$/), { minLength: 2, maxLength: 8 });
    fc.assert(fc.property(keys, words, (key, prose) => !isStructural(key, prose.join(' '))));
  });

  test('looks at no more than a short value', () => {
    expect(isStructural('prompt_length', '1'.repeat(100_000))).toBe(false);
    expect(isStructural('service.version', `1.0-${'beta.'.repeat(50_000)}`)).toBe(false);
  });
});
