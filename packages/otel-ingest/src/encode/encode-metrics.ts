// ExportMetricsServiceRequest as protobuf, from what the decoders yield: `decodeMetrics` of it is the same again.
import { Writer } from 'protobufjs/minimal.js';
import type {
  Metric,
  MetricData,
  ResourceMetrics,
  ScopeMetrics,
  Temporality,
} from '../decode/metrics-model.ts';
import {
  writeExponentialHistogramPoint,
  writeHistogramPoint,
  writeNumberPoint,
  writeSummaryPoint,
} from './encode-point.ts';
import { delimited, varint, writeAttributes } from './encode-value.ts';

export function encodeMetrics(resourceMetrics: readonly ResourceMetrics[]): Buffer {
  const writer = Writer.create();
  for (const one of resourceMetrics) writeResourceMetrics(writer, one);
  return Buffer.from(writer.finish());
}

function writeResourceMetrics(writer: Writer, { resource, schemaUrl, scopes }: ResourceMetrics): void {
  writer.uint32(delimited(1)).fork();
  writer.uint32(delimited(1)).fork();
  writeAttributes(writer, 1, resource.attributes);
  writeCount(writer, 2, resource.droppedAttributesCount);
  writer.ldelim();
  for (const scope of scopes) writeScopeMetrics(writer, scope);
  writeText(writer, 3, schemaUrl);
  writer.ldelim();
}

function writeScopeMetrics(writer: Writer, { scope, schemaUrl, metrics }: ScopeMetrics): void {
  writer.uint32(delimited(2)).fork();
  writer.uint32(delimited(1)).fork();
  writeText(writer, 1, scope.name);
  writeText(writer, 2, scope.version);
  writeAttributes(writer, 3, scope.attributes);
  writeCount(writer, 4, scope.droppedAttributesCount);
  writer.ldelim();
  for (const metric of metrics) writeMetric(writer, metric);
  writeText(writer, 3, schemaUrl);
  writer.ldelim();
}

function writeMetric(writer: Writer, { name, description, unit, data }: Metric): void {
  writer.uint32(delimited(2)).fork();
  writeText(writer, 1, name);
  writeText(writer, 2, description);
  writeText(writer, 3, unit);
  if (data !== null) {
    writer.uint32(delimited(FIELDS[data.kind])).fork();
    writePoints(writer, data);
    if ('temporality' in data) writeCount(writer, 2, TEMPORALITIES[data.temporality]);
    if ('monotonic' in data && data.monotonic) writer.uint32(varint(3)).bool(true);
    writer.ldelim();
  }
  writer.ldelim();
}

const FIELDS: Readonly<Record<MetricData['kind'], number>> = {
  gauge: 5,
  sum: 7,
  histogram: 9,
  exponential_histogram: 10,
  summary: 11,
};
const TEMPORALITIES: Readonly<Record<Temporality, number>> = { unspecified: 0, delta: 1, cumulative: 2 };

function writePoints(writer: Writer, data: MetricData): void {
  if (data.kind === 'histogram') writeEach(writer, data.points, writeHistogramPoint);
  else if (data.kind === 'exponential_histogram')
    writeEach(writer, data.points, writeExponentialHistogramPoint);
  else if (data.kind === 'summary') writeEach(writer, data.points, writeSummaryPoint);
  else writeEach(writer, data.points, writeNumberPoint);
}

function writeEach<P>(writer: Writer, points: readonly P[], write: (writer: Writer, point: P) => void): void {
  for (const point of points) {
    writer.uint32(delimited(1)).fork();
    write(writer, point);
    writer.ldelim();
  }
}

function writeText(writer: Writer, field: number, text: string): void {
  if (text !== '') writer.uint32(delimited(field)).string(text);
}

function writeCount(writer: Writer, field: number, count: number): void {
  if (count !== 0) writer.uint32(varint(field)).uint32(count);
}
