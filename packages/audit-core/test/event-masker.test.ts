import { describe, expect, test } from '@jest/globals';
import { PolicyError, type Masker } from '@governance-agent/policy-engine';
import { createEventMasker } from '../src/index.ts';
import { auditEvent, eventMasker, wordMasker } from './support/events.ts';

const failing = (error: Error): Masker => ({
  policyVersion: 'broken',
  begin: () => {
    throw error;
  },
});

describe('createEventMasker', () => {
  test('masks content, attributes, keys, resource and free-text columns', () => {
    const masked = eventMasker.mask(
      auditEvent({
        content: { prompt: 'a secret' },
        attributes: { 'secret key': ['secret'] },
        resource: { owner: 'secret' },
        toolName: 'secret tool',
        sessionId: 'secret session',
      }),
    );
    expect(JSON.stringify(masked)).not.toContain('secret');
    expect(masked).toMatchObject({
      decision: 'redacted',
      policyVersion: 'test-1',
      toolName: '[SECRET] tool',
    });
  });

  test.each([
    ['sessionId', '3f1c7a52-0d4e-4c5f-9a0b-2f6d1e8c9b7a'],
    ['userId', 'a'.repeat(64)],
    ['userEmail', 'secret@acme.example'],
    ['toolUseId', 'toolu_secret00'],
    ['correlationId', 'req_secret00'],
  ] as const)('keeps an identifier of a known shape in %s', (column, value) => {
    expect(eventMasker.mask(auditEvent({ [column]: value }))[column]).toBe(value);
  });

  test.each([
    [null, 'hello', 'allowed'],
    [null, 'secret', 'redacted'],
    ['allowed', 'secret', 'allowed'],
    ['blocked', 'secret', 'blocked'],
    ['error', 'hello', 'error'],
  ] as const)('a verdict of %p over "%s" is %s', (decision, prompt, expected) => {
    expect(eventMasker.mask(auditEvent({ decision, content: { prompt } })).decision).toBe(expected);
  });

  test.each([
    [new PolicyError('time_budget_spent', 'spent'), 'time_budget_spent'],
    [new PolicyError('detection_off', 'off'), 'detection_off'],
    [new TypeError('boom'), 'masker_failed'],
  ])('withholds everything that is not structural when masking fails: %p', (error, reason) => {
    const reasons: string[] = [];
    const masker = createEventMasker({
      masker: failing(error),
      structural: (key) => key === 'event.kind',
      onWithheld: (code) => reasons.push(code),
    });
    const masked = masker.mask(
      auditEvent({
        attributes: { 'event.kind': 'k', note: 'free text' },
        toolName: 'Bash',
        event: 'Bad name!',
      }),
    );
    expect(reasons).toEqual([reason]);
    expect(masked).toMatchObject({
      content: null,
      contentState: 'withheld',
      decision: 'error',
      toolName: 'Bash',
      model: 'claude-opus-5-5',
      event: 'unknown',
    });
    expect(masked).toMatchObject({
      attributes: { 'event.kind': 'k' },
      resource: {},
      userEmail: 'dev@acme.example',
    });
  });

  test('masks before it cuts, so that a cut cannot hide what a detector looks for', () => {
    const toolName = `${'x'.repeat(509)}secret`;
    const masked = createEventMasker({ masker: wordMasker }).mask(auditEvent({ toolName }));
    expect(masked.toolName).toBe(`${'x'.repeat(509)}[SE`);
  });
});
