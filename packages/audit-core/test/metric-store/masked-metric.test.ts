import { describe, expect, test } from '@jest/globals';
import { PolicyError, type Masker } from '@governance-agent/policy-engine';
import { createMetricMasker, type MaskedMetric } from '../../src/index.ts';
import { assertMaskedMetric } from '../../src/metric-store/masked-metric.ts';
import { metric, metricSeries, point } from '../support/metrics.ts';

describe('createMetricMasker', () => {
  test('masks name, unit, description, attributes, keys, resource and columns', () => {
    const masked = metric([point(0, 1)], {
      name: 'a secret name',
      unit: 'secret units',
      description: 'counts a secret',
      toolName: 'secret tool',
      sessionId: 'secret session',
      attributes: { 'secret key': 'secret' },
      resource: { owner: ['secret'] },
    });
    expect(JSON.stringify(masked)).not.toContain('secret');
    expect(masked).toMatchObject({ name: 'a [SECRET] name', masking: 'masked', policyVersion: 'test-1' });
  });

  test('lets names and units of a known shape stand', () => {
    expect(metric([], { name: 'my.secret.count', unit: '{secret}/s' })).toMatchObject({
      name: 'my.secret.count',
      unit: '{secret}/s',
    });
  });

  test.each([
    [new PolicyError('time_budget_spent', 'spent'), 'time_budget_spent'],
    [new TypeError('boom'), 'masker_failed'],
  ])('withholds everything that is not structural when masking fails: %p', (error, reason) => {
    const reasons: string[] = [];
    const failing: Masker = {
      policyVersion: 'broken',
      begin: () => {
        throw error;
      },
    };
    const structural = (key: string): boolean => key === 'type';
    const masker = createMetricMasker({
      masker: failing,
      structural,
      onWithheld: (code) => reasons.push(code),
    });
    const masked = masker.mask(
      metricSeries([point(0, 7)], {
        name: 'a name 4111',
        unit: 'free text',
        description: 'free text',
        userEmail: 'dev@acme.example',
        sessionId: 'free text',
        attributes: { type: 'input', note: 'free text' },
        resource: { owner: 'free text' },
      }),
    );
    expect(reasons).toEqual([reason]);
    expect(JSON.stringify(masked)).not.toContain('free text');
    expect(masked).toMatchObject({
      masking: 'withheld',
      name: 'unknown',
      userEmail: 'dev@acme.example',
      attributes: { type: 'input' },
      points: [{ value: 7 }],
    });
  });

  test('a value that was only cast is refused, and a minted one cannot be changed', () => {
    expect(() => assertMaskedMetric(metricSeries([point(0, 1)]) as MaskedMetric)).toThrow(
      expect.objectContaining({ code: 'not_masked' }),
    );
    const minted = metric([point(0, 1)]);
    expect(() => Object.assign(minted, { name: 'raw' })).toThrow(TypeError);
    expect(() => assertMaskedMetric({ ...minted })).toThrow(expect.objectContaining({ code: 'not_masked' }));
  });
});
