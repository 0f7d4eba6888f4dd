// Masked metric points -> the protobuf body of one export request.
import type { ArrivedPoint, ArrivedSeries } from '@governance-agent/audit-core';
import { encodeMetrics, type Metric, type ResourceMetrics } from '@governance-agent/otel-ingest';
import { envelopeKey, resourceOf, scopeOf } from './envelope.ts';
import { metricData } from './metric-data.ts';

/** Points of one resource and scope share an envelope, those of one metric share its name. Points of a series stay in order. */
export function encodePoints(points: readonly ArrivedPoint[]): Buffer {
  const groups = [...Map.groupBy(points, ({ series }) => series)];
  const envelopes = Map.groupBy(groups, ([series]) => envelopeKey(series));
  return encodeMetrics([...envelopes.values()].flatMap(resourceMetrics));
}

type SeriesPoints = readonly [series: ArrivedSeries, points: readonly ArrivedPoint[]];

function resourceMetrics(groups: readonly SeriesPoints[]): ResourceMetrics[] {
  return groups.slice(0, 1).map(([first]) => {
    const metrics = [...Map.groupBy(groups, ([series]) => metricKey(series)).values()].flatMap(metricsOf);
    return {
      resource: resourceOf(first),
      schemaUrl: '',
      scopes: [{ scope: scopeOf(first), schemaUrl: '', metrics }],
    };
  });
}

function metricKey({ name, unit, description, kind, temporality, monotonic }: ArrivedSeries): string {
  return JSON.stringify([name, unit, description, kind, temporality, monotonic]);
}

function metricsOf(groups: readonly SeriesPoints[]): Metric[] {
  return groups.slice(0, 1).map(([{ name, unit, description, ...first }]) => {
    const points = groups.flatMap(([, ofSeries]) => ofSeries);
    return { name, unit, description, data: metricData(first, points) };
  });
}
