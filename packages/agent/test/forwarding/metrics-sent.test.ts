// What goes out of metric points: as much as each added, under a name of the series, and nothing that is not for it.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSigner, erase, generateSigningKey, type MaskedMetric } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { metric, point } from '../support/points.ts';
import { answer, receiver, take, type Receiver } from './receiver.ts';
import { clock, sequences, until, upTo, workbench, type Workbench } from './workbench.ts';

const METRICS = { signals: ['metrics'] } as const;
/** As long as a name may be. */
const LONGEST = 'x'.repeat(32);
const RUNNING = { temporality: 'cumulative' } as const;
const DELTA = 'AGGREGATION_TEMPORALITY_DELTA';
const CUMULATIVE = 'AGGREGATION_TEMPORALITY_CUMULATIVE';

describe.each(databaseKinds)('on %s', (kind) => {
  let bench: Workbench;
  let place: Receiver;
  beforeEach(async () => {
    place = await receiver();
    bench = await workbench(kind, place);
  });
  afterEach(async () => {
    await bench.remove();
    await place.close();
  });
  const land = (metrics: readonly MaskedMetric[], tenant = 'acme') =>
    bench.metricWriter.append({ org: 'acme', tenant, dataset: 'default' }, metrics);

  test('a point arrives under the names that clients use, with what tells its series from others', async () => {
    const attributes = {
      type: 'input',
      'otel.scope.name': 'com.anthropic.claude_code',
      'audit.series': 'not from here',
      'session.id': 'nor this',
    };
    const named = { sessionId: 's-1', userEmail: 'dev@acme.example', model: 'opus', attributes };
    await land([metric([point(1, 5, { exact: '5' })], { ...named, resource: { team: 'core' } })]);
    await bench.forward(METRICS);
    await until(() => place.taken.length === 1);
    expect(place.taken).toMatchObject([
      {
        name: 'claude_code.token.usage',
        form: `sum ${DELTA} monotonic`,
        number: 5,
        resource: { team: 'core' },
      },
    ]);
    expect(place.taken[0]?.attributes).toEqual({
      'audit.series': expect.stringMatching(/^[\w-]{22}$/),
      'audit.tenant': 'acme',
      'audit.dataset': 'default',
      'audit.plane': 'claude_code',
      'audit.hops': 1,
      'session.id': 's-1',
      'user.email': 'dev@acme.example',
      model: 'opus',
      type: 'input',
    });
  });

  const buckets = { bounds: [0.5, 2], counts: ['1', '2', '0'] };
  const spread = {
    scale: 2,
    zeroCount: '1',
    zeroThreshold: 0,
    positive: { offset: -1, counts: ['2'] },
    negative: { offset: 0, counts: [] },
  };
  const three = { observations: 3, lowest: 0.1, highest: 2 };
  test.each([
    ['a delta sum', {}, [point(1, 0.5)], `sum ${DELTA} monotonic`, [{ asDouble: 0.5 }]],
    [
      'a running total',
      RUNNING,
      [point(1, 5, { exact: '5' }), point(2, 7, { exact: '7' })],
      `sum ${DELTA} monotonic`,
      [{ asInt: 5 }, { asInt: 2 }],
    ],
    [
      'a running total that may fall',
      { ...RUNNING, monotonic: false },
      [point(1, -5)],
      `sum ${CUMULATIVE}`,
      [{ asDouble: -5 }],
    ],
    ['a gauge', { kind: 'gauge' }, [point(1, 0.25)], 'gauge', [{ asDouble: 0.25 }]],
    [
      'one without a number',
      { kind: 'gauge' },
      [point(1, null, { exact: 'NaN' }), point(2, null, { flags: 1 })],
      'gauge',
      [{ asDouble: Number.NaN }, { flags: 1 }],
    ],
    [
      'a total without a number',
      RUNNING,
      [point(1, null, { exact: 'Infinity' })],
      `sum ${DELTA} monotonic`,
      [{ flags: 1 }],
    ],
    [
      'a histogram',
      { ...RUNNING, kind: 'histogram' },
      [point(1, 2.5, { ...three, distribution: buckets })],
      `histogram ${CUMULATIVE}`,
      [{ count: 3, sum: 2.5, min: 0.1, max: 2, bucketCounts: [1, 2, 0], explicitBounds: [0.5, 2] }],
    ],
    [
      'an exponential histogram',
      { kind: 'exponential_histogram' },
      [point(1, 2.5, { ...three, distribution: spread })],
      `exponentialHistogram ${DELTA}`,
      [{ count: 3, scale: 2, zeroCount: 1, positive: { offset: -1, bucketCounts: [2] } }],
    ],
    [
      'a summary',
      { kind: 'summary' },
      [point(1, 4, { observations: 2, distribution: { quantiles: [[0.5, 1.5]] } })],
      'summary',
      [{ count: 2, sum: 4, quantileValues: [{ quantile: 0.5, value: 1.5 }] }],
    ],
  ] as const)('%s', async (_name, change, points, form, sent) => {
    await land([metric(points, change)]);
    await bench.forward(METRICS);
    await until(() => place.taken.length === sent.length);
    expect(place.taken.map((one) => one.form)).toEqual(sent.map(() => form));
    expect(place.taken.map((one) => one.point)).toMatchObject(sent);
  });

  test('what comes late adds its share, and what was sent stays right', async () => {
    const forwarding = await bench.forward(METRICS);
    for (const [minute, total] of [
      [3, 9],
      [1, 4],
      [2, 2],
      [4, 12],
    ] as const) {
      await land([metric([point(minute, total)], RUNNING)]);
      forwarding.grew('metrics');
    }
    await until(() => place.taken.length === 4);
    const [{ total } = { total: 0 }] = await bench.database
      .knex('metric_points')
      .sum<{ total: number }[]>({ total: 'delta' });
    // 4, fallen to 2, grown to 9 and 12: the one process began again.
    expect(total).toBe(16);
    expect(place.taken.reduce((sum, { number }) => sum + Number(number), 0)).toBe(total);
  });

  test('only the tenants that are named, and no series that was sent on three times', async () => {
    const hopped = (hops: number) => metric([point(1, hops)], { attributes: { 'audit.hops': hops } });
    await land([metric([point(1, 7)])], 'other');
    await land([hopped(2), hopped(3), metric([point(2, 9)], { attributes: { 'audit.hops': 'x' } })]);
    await bench.forward({ ...METRICS, tenants: ['acme'] });
    await until(() => place.taken.length === 2);
    expect(place.taken.map(({ number, attributes }) => [number, attributes['audit.hops']])).toEqual([
      [2, 3],
      [9, 1],
    ]);
    expect(sequences(place.taken, 'other')).toEqual([]);
  });

  test('a destination of both begins now, with each on its own', async () => {
    await bench.append(0, 3);
    await bench.append(0, 5, 'acme', 'metrics');
    const forwarding = await bench.forward({ name: LONGEST, signals: ['logs', 'metrics'], from: 'now' });
    await bench.append(10, 1);
    await bench.append(10, 2, 'acme', 'metrics');
    forwarding.grew('logs');
    forwarding.grew('metrics');
    await until(() => place.taken.length === 3);
    const numbers = (named: boolean) =>
      place.taken.filter(({ form }) => (form === '') === named).map(({ number }) => number);
    expect([numbers(true), numbers(false)]).toEqual([[4], [6, 7]]);
    const places = await bench.database.knex('forward_destinations').orderBy('name').pluck('name');
    expect(places).toEqual([LONGEST, `${LONGEST}/metrics`]);
  });

  test('metrics that nobody takes do not hold up rows', async () => {
    const gone: typeof take = (records, response) =>
      (records.some(({ form }) => form !== '') ? answer(404) : take)(records, response);
    place.behave(gone);
    await bench.append(0, 5);
    await bench.append(0, 5, 'acme', 'metrics');
    await bench.forward({ signals: ['logs', 'metrics'] });
    await until(() => place.taken.length === 5);
    expect(sequences(place.taken)).toEqual(upTo(5));
    expect(place.taken.every(({ form }) => form === '')).toBe(true);
    place.behave(take);
    await until(() => place.taken.length === 10);
  });

  test('points that are erased while they wait are not sent, and hold up nobody', async () => {
    const named = (sessionId: string, values: readonly number[]) =>
      metric(
        values.map((value) => point(value, value)),
        { sessionId },
      );
    await land([named('gone', upTo(600)), named('kept', [601, 602])]);
    const signer = createSigner({ key: generateSigningKey() });
    const { database } = bench;
    const deps = { database, clock, signer, actor: 'cli', tenant: 'acme', onHold: 'refuse' } as const;
    await erase({ ...deps, selector: { by: 'session', value: 'gone' } });
    const forwarding = await bench.forward(METRICS);
    await until(() => place.taken.length === 2);
    expect(sequences(place.taken)).toEqual([601, 602]);
    await erase({ ...deps, selector: { by: 'session', value: 'kept' } });
    await forwarding.close();
    await bench.database.knex('forward_cursors').update({ seq: 600 });
    const next = await bench.forward(METRICS);
    await land([named('new', [700])]);
    await until(() => place.taken.length === 3);
    await next.close();
    expect(await bench.database.knex('forward_cursors').pluck('seq')).toEqual([603]);
  });

  test('an end in the middle repeats what was under way and leaves nothing out', async () => {
    await bench.append(0, 1500, 'acme', 'metrics');
    let asked = 0;
    // The second page is taken, and the answer to it is lost.
    place.behave((records, response) => {
      asked += 1;
      if (asked !== 2) {
        take(records, response);
        return;
      }
      place.taken.push(...records);
      response.destroy();
    });
    const first = await bench.forward(METRICS);
    await until(() => asked >= 2);
    await first.close();
    place.behave(take);
    await bench.forward(METRICS);
    await until(() => sequences(place.taken).length === 1500);
    expect(sequences(place.taken)).toEqual(upTo(1500));
    const names = new Set(place.taken.map(({ attributes }) => attributes['audit.series']));
    expect(names.size).toBe(1);
  });
});
