// The verdict by action, the policy file, and custom patterns that must prove their cost.
import { describe, expect, test } from '@jest/globals';
import { createDecider, createMasker, parsePolicy, PolicyError, type PiiAction } from '../src/index.ts';

const text = 'kirim ke rina@contoh.co.id';
const masker = createMasker();
const decider = (action: PiiAction) => createDecider({ masker, action });

describe('decide', () => {
  test.each([
    ['redact', false, 'redacted', 'kirim ke [EMAIL]', 'none'],
    ['block', false, 'blocked', undefined, 'none'],
    ['warn', false, 'allowed', text, 'warn'],
    ['log', false, 'allowed', text, 'log'],
    ['warn', true, 'redacted', 'kirim ke [EMAIL]', 'none'],
    ['block', true, 'redacted', 'kirim ke [EMAIL]', 'none'],
  ] as const)('%s, storage %s', (action, storage, decision, result, notice) => {
    expect(decider(action)(text, { storage })).toEqual({
      decision,
      notice,
      text: result,
      redactions: { EMAIL: 1 },
      policyVersion: masker.policyVersion,
    });
  });

  test('lets a clean text pass as it is', () => {
    expect(decider('block')('apa kabar', { storage: false })).toMatchObject({
      decision: 'allowed',
      text: 'apa kabar',
    });
  });

  test('answers with an error and no text when nothing can be vouched for', () => {
    const off = createDecider({ masker: createMasker({ settings: { detection: 'off' } }), action: 'warn' });
    expect(off(text, { storage: false })).toMatchObject({
      decision: 'error',
      text: undefined,
      reason: 'detection_off',
    });
  });
});

describe('policy', () => {
  const policy = parsePolicy({
    action: 'redact',
    off: ['EMAIL'],
    words: [{ entity: 'PROJECT', values: ['Nusantara Jaya', 'Elang7'] }],
    patterns: [{ entity: 'CASE_NUMBER', pattern: 'PRK-\\d{4}/[A-Z]{1,4}' }],
  });
  const custom = createMasker({ policy });

  test('adds words and patterns and leaves out entities', () => {
    const { text: masked, redactions } = custom.maskText(
      'ELANG7 dan nusantara jaya: PRK-2025/KM, rina@contoh.co.id, elang77, NIK 3174052905880007',
    );
    expect(masked).toBe('[PROJECT] dan [PROJECT]: [CASE_NUMBER], rina@contoh.co.id, elang77, NIK [NIK]');
    expect(redactions).toEqual({ PROJECT: 2, CASE_NUMBER: 1, NIK: 1 });
  });

  test('finds words behind invisible characters and full-width letters', () => {
    expect(custom.maskText('ela\u200bng7').text).toBe('[PROJECT]');
    expect(custom.maskText('\uff25lang7').text).toBe('[PROJECT]');
  });

  test('changes the policy version', () => {
    expect(custom.policyVersion).not.toBe(masker.policyVersion);
    expect(createMasker({ policy }).policyVersion).toBe(custom.policyVersion);
  });

  const refused: readonly [string, unknown, RegExp][] = [
    ['no object', 7, /must be object/],
    ['unknown key', { colour: 'red' }, /additional properties/],
    ['unknown action', { action: 'shout' }, /action must be equal/],
    ['unknown entity', { off: ['COLOUR'] }, /off\/0 must be equal/],
    ['lower-case entity', { words: [{ entity: 'x', values: ['abc'] }] }, /entity must match/],
    ['two faults', { action: 'shout', off: 3 }, /action.*off|off.*action/],
    ['endless repeat', { patterns: [{ entity: 'AB', pattern: 'ab[a-z]+' }] }, /\+ has no end/],
    ['endless star', { patterns: [{ entity: 'AB', pattern: 'abc*' }] }, /\* has no end/],
    ['open repeat', { patterns: [{ entity: 'AB', pattern: 'ab\\d{2,}' }] }, /one or two numbers/],
    ['too many ways', { patterns: [{ entity: 'AB', pattern: 'ab(?:a|a){1,10}' }] }, /more than 1024 ways/],
    [
      'ways that multiply',
      { patterns: [{ entity: 'AB', pattern: 'ab\\w{1,40}\\w{1,40}' }] },
      /more than 1024 ways/,
    ],
    ['backreference', { patterns: [{ entity: 'AB', pattern: 'ab(c)\\1' }] }, /\\1 is not allowed/],
    ['lookahead', { patterns: [{ entity: 'AB', pattern: 'ab(?=c)' }] }, /only \(…\) and/],
    ['nothing to start from', { patterns: [{ entity: 'AB', pattern: '\\d{16}' }] }, /two letters or digits/],
    [
      'an alternative at the start',
      { patterns: [{ entity: 'AB', pattern: 'ab1|cd2' }] },
      /two letters or digits/,
    ],
    ['unbalanced', { patterns: [{ entity: 'AB', pattern: 'ab(c' }] }, /not closed/],
    ['closed too often', { patterns: [{ entity: 'AB', pattern: 'abc)' }] }, /not opened/],
  ];

  test.each(refused)('refuses %s', (_, given, reason) => {
    expect(() => parsePolicy(given)).toThrow(PolicyError);
    expect(() => parsePolicy(given)).toThrow(reason);
  });
});
