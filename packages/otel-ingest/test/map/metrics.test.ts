import { describe, expect, test } from '@jest/globals';
import type { MetricSeries } from '@governance-agent/audit-core';
import { decodeMetrics } from '../../src/decode/decode-metrics.ts';
import { mapMetrics } from '../../src/map/map-metrics.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';

const TIME = '1795229540397000000';
type Attributes = Readonly<Record<string, string>>;
const list = (values: Attributes) =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

interface Shape {
  readonly resource?: Attributes;
  readonly scope?: object;
  readonly metric?: object;
  readonly points?: readonly object[];
}

function seriesOf({ resource = {}, scope = {}, metric = {}, points = [{}] }: Shape): MetricSeries[] {
  const dataPoints = points.map((point) => ({ timeUnixNano: TIME, asInt: 1, ...point }));
  const one = {
    name: 'm',
    unit: 'u',
    sum: { dataPoints, aggregationTemporality: 1, isMonotonic: true },
    ...metric,
  };
  const request = {
    resourceMetrics: [
      { resource: { attributes: list(resource) }, scopeMetrics: [{ scope, metrics: [one] }] },
    ],
  };
  return mapMetrics(
    decodeMetrics('json', Buffer.from(JSON.stringify(request)), DEFAULT_INGEST_SETTINGS).resourceMetrics,
  );
}

const identity = (shape: Shape): string => seriesOf(shape)[0]?.identity ?? '';

describe('the identity of a series', () => {
  const plain = identity({});
  test('does not depend on the order of attributes, the description, the value or the time', () => {
    const attributes = list({ b: '2', a: '1' });
    const a = identity({ points: [{ attributes, asInt: 5 }] });
    expect(
      identity({ points: [{ attributes: attributes.toReversed(), timeUnixNano: '1795229540398000000' }] }),
    ).toBe(a);
    expect(identity({ metric: { description: 'reworded' } })).toBe(plain);
  });

  test.each([
    ['an attribute', { points: [{ attributes: list({ a: '1' }) }] }],
    ['the resource', { resource: { a: '1' } }],
    ['the scope', { scope: { name: 's' } }],
    ['the version of the scope', { scope: { version: '2' } }],
    ['the name', { metric: { name: 'n' } }],
    ['the unit', { metric: { unit: 'v' } }],
    ['the kind', { metric: { sum: undefined, gauge: { dataPoints: [{ timeUnixNano: TIME, asInt: 1 }] } } }],
    [
      'the temporality',
      {
        metric: {
          sum: { dataPoints: [{ timeUnixNano: TIME }], aggregationTemporality: 2, isMonotonic: true },
        },
      },
    ],
  ] as const)('depends on %s', (_name, shape) => {
    expect(identity(shape)).not.toBe(plain);
  });

  test('cannot be forged by moving text from one part to another', () => {
    expect(identity({ metric: { name: 'a', unit: 'b' } })).not.toBe(
      identity({ metric: { name: 'ab', unit: '' } }),
    );
  });
});

describe('mapMetrics', () => {
  test('gathers the points of one series, and keeps others apart', () => {
    const [a, b] = [{ attributes: list({ type: 'input' }) }, { attributes: list({ type: 'output' }) }];
    expect(
      seriesOf({ points: [a, b, { ...a, timeUnixNano: '1795229540398000000' }] }).map(
        ({ points }) => points.length,
      ),
    ).toEqual([2, 1]);
  });

  test('takes who, where and which model out of the attributes, and drops copies of the resource', () => {
    const attributes = list({
      'user.email': 'dev@acme.example',
      'session.id': 's-1',
      model: 'claude-opus-5-5',
      tool_name: 'Edit',
      type: 'input',
      team: 'core',
    });
    const [series] = seriesOf({
      resource: { 'service.name': 'claude-code', team: 'core' },
      scope: { name: 'com.anthropic.claude_code', version: '2.1.329' },
      points: [{ attributes }],
    });
    expect(series).toMatchObject({
      plane: 'claude_code',
      userEmail: 'dev@acme.example',
      sessionId: 's-1',
      model: 'claude-opus-5-5',
      toolName: 'Edit',
      resource: { 'service.name': 'claude-code', team: 'core' },
    });
    expect(series?.attributes).toEqual({
      type: 'input',
      'otel.scope.name': 'com.anthropic.claude_code',
      'otel.scope.version': '2.1.329',
    });
  });

  test('keeps every value of a repeated key, and keys such as __proto__', () => {
    const attributes = [
      ...list({ a: '1' }),
      ...list({ a: '2' }),
      { key: '__proto__', value: { stringValue: 'x' } },
    ];
    const [series] = seriesOf({ points: [{ attributes }] });
    expect(JSON.stringify(series?.attributes)).toBe(
      '{"a":"2","__proto__":"x","otel.repeated_keys":[{"key":"a","value":"1"}]}',
    );
  });

  test.each([
    ['an integer', { asInt: '9007199254740993' }, { value: 9007199254740992, exact: '9007199254740993' }],
    ['a double', { asInt: undefined, asDouble: 0.5 }, { value: 0.5, exact: null }],
    ['NaN', { asInt: undefined, asDouble: 'NaN' }, { value: null, exact: 'NaN' }],
    ['infinity', { asInt: undefined, asDouble: 'Infinity' }, { value: null, exact: 'Infinity' }],
    ['what would break a sum', { asInt: undefined, asDouble: 1e300 }, { value: null, exact: '1e+300' }],
    ['no recorded value', { asInt: 5, flags: 1 }, { value: null, exact: null, flags: 1 }],
    ['a start out of range', { startTimeUnixNano: '5' }, { startTime: '0' }],
  ])('%s', (_name, point, expected) => {
    expect(seriesOf({ points: [point] })[0]?.points).toMatchObject([{ time: TIME, ...expected }]);
  });

  test('distributions keep their buckets, and count', () => {
    const metric = (kind: string, point: object) => {
      const [series] = seriesOf({
        metric: { sum: undefined, [kind]: { dataPoints: [{ timeUnixNano: TIME, ...point }] } },
      });
      return { kind: series?.kind, ...series?.points[0] };
    };
    const counts = { count: '3', sum: 9, min: 1, max: 5 };
    const numbers = { value: 9, observations: 3, lowest: 1, highest: 5 };
    expect(metric('histogram', { ...counts, explicitBounds: [2], bucketCounts: ['1', '2'] })).toMatchObject({
      kind: 'histogram',
      ...numbers,
      distribution: { bounds: [2], counts: ['1', '2'] },
    });
    expect(
      metric('exponentialHistogram', {
        ...counts,
        scale: 2,
        zeroCount: 1,
        positive: { offset: -1, bucketCounts: [2] },
      }),
    ).toMatchObject({
      kind: 'exponential_histogram',
      ...numbers,
      distribution: { scale: 2, zeroCount: '1', positive: { offset: -1, counts: ['2'] } },
    });
    expect(
      metric('summary', { count: 3, sum: 9, quantileValues: [{ quantile: 0.5, value: 2 }] }),
    ).toMatchObject({
      kind: 'summary',
      value: 9,
      observations: 3,
      distribution: { quantiles: [[0.5, 2]] },
    });
  });
});
