// The official metric exporters against the whole agent: every instrument, every temporality, both encodings.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Meter } from '@opentelemetry/api';
import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as JsonExporter,
} from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { licenceHeader } from '../e2e/licences.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const EXPORTERS = { protobuf: ProtobufExporter, json: JsonExporter } as const;
const PREFERENCES = {
  delta: AggregationTemporalityPreference.DELTA,
  cumulative: AggregationTemporalityPreference.CUMULATIVE,
  lowmemory: AggregationTemporalityPreference.LOWMEMORY,
} as const;
const NEVER_BY_ITSELF = 3_600_000;
const ROUNDS = [1, 2, 3] as const;

type Expected = Readonly<Record<string, unknown>>;

interface Instrument {
  /** Makes the instrument; the result records one round. Observable ones are read when the round is exported. */
  readonly create: (meter: Meter, name: string) => (round: number) => void;
  readonly expected: Expected;
}

const SHARED = { type: 'input' };

function observed(
  kind: 'createObservableCounter' | 'createObservableUpDownCounter' | 'createObservableGauge',
  value: (round: number) => number,
): Instrument['create'] {
  return (meter, name) => {
    let current = 0;
    meter[kind](name, { unit: '1' }).addCallback((result) => result.observe(value(current), SHARED));
    return (round) => void (current = round);
  };
}

function histogram(meter: Meter, name: string): (round: number) => void {
  const instrument = meter.createHistogram(name, { unit: 'ms', description: 'mail jo@example.com' });
  return (round) => [0.5, 12, 40 * round].forEach((value) => instrument.record(value, SHARED));
}

const DISTRIBUTION = { value: 37.5 + 240, count: 9, min: 0.5, max: 120 };

// Rounds 1, 2 and 3 are recorded and exported one after the other.
const INSTRUMENTS: Readonly<Record<string, Instrument>> = {
  counter: {
    create: (meter, name) => {
      const instrument = meter.createCounter(name, { unit: 'tokens' });
      return (round) => {
        instrument.add(round * 10, SHARED);
        instrument.add(7, { type: 'output' });
      };
    },
    expected: { kind: 'sum', aggregation: 'sum', unit: 'tokens', value: 60 + 21, series: 2 },
  },
  fractions: {
    create: (meter, name) => {
      const instrument = meter.createCounter(name, { unit: 'USD' });
      return (round) => instrument.add(round * 0.0086, SHARED);
    },
    expected: { kind: 'sum', aggregation: 'sum', value: expect.closeTo(0.0516, 9) },
  },
  updown: {
    create: (meter, name) => {
      const instrument = meter.createUpDownCounter(name);
      return (round) => instrument.add(round === 2 ? -4 : 5, SHARED);
    },
    expected: { kind: 'sum', aggregation: 'last_sum', value: 6, min: 1, max: 6 },
  },
  histogram: { create: histogram, expected: { kind: 'histogram', aggregation: 'sum', ...DISTRIBUTION } },
  exponential: {
    create: histogram,
    expected: { kind: 'exponential_histogram', aggregation: 'sum', ...DISTRIBUTION },
  },
  'observable.counter': {
    create: observed('createObservableCounter', (round) => round * 100),
    expected: { kind: 'sum', aggregation: 'sum', value: 300 },
  },
  'observable.updown': {
    create: observed('createObservableUpDownCounter', (round) => 10 - round),
    expected: { kind: 'sum', aggregation: 'last_sum', value: 7, max: 9 },
  },
  'observable.gauge': {
    create: observed('createObservableGauge', (round) => round / 4),
    expected: { kind: 'gauge', aggregation: 'last_mean', value: 0.75, min: 0.25, max: 0.75 },
  },
  gauge: {
    create: (meter, name) => {
      const instrument = meter.createGauge(name);
      return (round) => instrument.record(20 - round, SHARED);
    },
    expected: { kind: 'gauge', aggregation: 'last_mean', value: 17, min: 17, max: 19 },
  },
};

const combinations = Object.keys(EXPORTERS).flatMap((encoding) =>
  Object.keys(PREFERENCES).map((temporality) => [encoding, temporality] as const),
) as readonly (readonly [keyof typeof EXPORTERS, keyof typeof PREFERENCES])[];

let agent: TestAgent;
let token: string;
beforeAll(async () => {
  agent = await testAgent('sqlite');
  token = await agent.token();
});
afterAll(() => agent.remove());

async function series(name: string): Promise<unknown[]> {
  const response = await fetch(`${agent.url}/api/v1/metrics/series?name=${name}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await response.json()) as { rows: unknown[] }).rows;
}

async function provider(
  encoding: keyof typeof EXPORTERS,
  temporality: keyof typeof PREFERENCES,
): Promise<MeterProvider> {
  const exporter = new EXPORTERS[encoding]({
    url: `${agent.url}/v1/metrics`,
    headers: { Authorization: await licenceHeader(agent) },
    temporalityPreference: PREFERENCES[temporality],
  });
  return new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'claude-code' }),
    views: [{ instrumentName: '*exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: NEVER_BY_ITSELF })],
  });
}

describe.each(combinations)('%s, %s', (encoding, temporality) => {
  const nameOf = (instrument: string): string => `${encoding}.${temporality}.${instrument}`;
  beforeAll(async () => {
    const own = await provider(encoding, temporality);
    const meter = own.getMeter('test');
    const recorders = Object.entries(INSTRUMENTS).map(([name, { create }]) => create(meter, nameOf(name)));
    for (const round of ROUNDS) {
      for (const record of recorders) record(round);
      await own.forceFlush();
    }
    await own.shutdown();
  });

  test.each(Object.entries(INSTRUMENTS))('%s', async (name, { expected }) => {
    expect(await series(nameOf(name))).toEqual([expect.objectContaining(expected)]);
  });
});

test('two processes that count the same series at once, restarted in between, are all counted', async () => {
  const name = 'resumed.counter';
  const processes = [await provider('protobuf', 'cumulative'), await provider('json', 'cumulative')];
  const counters = processes.map((one) => one.getMeter('test').createCounter(name));
  for (const round of ROUNDS) {
    for (const [index, counter] of counters.entries()) {
      counter.add(round * (index + 1), SHARED);
      // Clients tell when they began in milliseconds: what begins in the same one is one stream.
      await nextMillisecond();
    }
    for (const one of processes) await one.forceFlush();
  }
  await Promise.all(processes.map((one) => one.shutdown()));
  const restarted = await provider('protobuf', 'cumulative');
  restarted.getMeter('test').createCounter(name).add(100, SHARED);
  await restarted.shutdown();
  expect(await series(name)).toEqual([expect.objectContaining({ value: 6 + 12 + 100, series: 1 })]);
});

test('descriptions are masked', async () => {
  const rows = await agent.database.knex('metric_series').select();
  expect(JSON.stringify(rows)).toContain('[EMAIL]');
  expect(JSON.stringify(rows)).not.toContain('jo@example.com');
});

async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  while (Date.now() === now) await new Promise((resolve) => setTimeout(resolve, 1));
}
