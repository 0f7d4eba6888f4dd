import { describe, expect, test } from '@jest/globals';
import { createMasker, PolicyError, type Masker } from '@governance-agent/policy-engine';
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

  test('masks a resource that records share as if each had its own', () => {
    // The walk of a real masker gives back what it has not changed: that is what is remembered.
    const real = createEventMasker({ masker: createMasker() });
    const clean = { owner: 'nobody', region: 'eu' };
    const found = { owner: 'someone@mail.example' };
    const events = [clean, clean, found, found, clean].map((resource) =>
      real.mask(auditEvent({ resource, content: { prompt: 'hello' } })),
    );
    expect(events.map(({ resource, redactions, decision }) => [resource, redactions, decision])).toEqual([
      [clean, {}, 'allowed'],
      [clean, {}, 'allowed'],
      [{ owner: '[EMAIL]' }, { EMAIL: 1 }, 'redacted'],
      [{ owner: '[EMAIL]' }, { EMAIL: 1 }, 'redacted'],
      [clean, {}, 'allowed'],
    ]);
  });

  test('is not changed by what happens to the event it was made of', () => {
    const reported = {
      resource: { owner: 'nobody' },
      attributes: { a: { b: 'c' } },
      content: { prompt: 'x' },
    };
    const masked = eventMasker.mask(auditEvent(reported));
    Object.assign(reported.resource, { owner: 'secret' });
    Object.assign(reported.attributes.a, { b: 'secret' });
    Object.assign(reported.content, { prompt: 'secret' });
    expect(JSON.stringify(masked)).not.toContain('secret');
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
