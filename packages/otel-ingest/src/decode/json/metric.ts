// Metric in OTLP/JSON, with the data of whichever kind it is.
import { malformed } from '../../errors.ts';
import type { DecodeBudget } from '../budget.ts';
import {
  temporalityOf,
  type DataPoint,
  type Metric,
  type MetricData,
  type Temporality,
} from '../metrics-model.ts';
import { readPoint } from '../point.ts';
import {
  field,
  isFields,
  listField,
  objectField,
  textField,
  uint32Field,
  type JsonFields,
} from './fields.ts';
import { exponentialHistogramPoint, histogramPoint, numberPoint, summaryPoint } from './metric-points.ts';

export function metricFromJson(metric: JsonFields, budget: DecodeBudget, path: string): Metric {
  return {
    name: textField(field(metric, 'name')),
    description: textField(field(metric, 'description')),
    unit: textField(field(metric, 'unit')),
    data: dataFromJson(metric, budget, path),
  };
}

/** Of several kinds, the first of this order: the fields are a oneof, and JSON keeps no order that binds. */
function dataFromJson(metric: JsonFields, budget: DecodeBudget, path: string): MetricData | null {
  const envelope = (camel: string, snake = camel): Envelope | undefined => {
    const value = field(metric, camel, snake);
    if (value === undefined || value === null) return undefined;
    return { fields: objectField(value, camel), budget, path: `${path}.${snake}` };
  };
  const sum = envelope('sum');
  if (sum !== undefined) return sumFromJson(sum);
  const gauge = envelope('gauge');
  if (gauge !== undefined) return { kind: 'gauge', points: pointsOf(gauge, numberPoint) };
  const histogram = envelope('histogram');
  if (histogram !== undefined) {
    const points = pointsOf(histogram, histogramPoint);
    return { kind: 'histogram', points, temporality: temporality(histogram) };
  }
  const exponential = envelope('exponentialHistogram', 'exponential_histogram');
  if (exponential !== undefined) {
    const points = pointsOf(exponential, exponentialHistogramPoint);
    return { kind: 'exponential_histogram', points, temporality: temporality(exponential) };
  }
  const summary = envelope('summary');
  return summary === undefined ? null : { kind: 'summary', points: pointsOf(summary, summaryPoint) };
}

interface Envelope {
  readonly fields: JsonFields;
  readonly budget: DecodeBudget;
  readonly path: string;
}

function sumFromJson(envelope: Envelope): MetricData {
  const monotonic = field(envelope.fields, 'isMonotonic', 'is_monotonic');
  return {
    kind: 'sum',
    points: pointsOf(envelope, numberPoint),
    temporality: temporality(envelope),
    monotonic: monotonic === true || monotonic === 'true',
  };
}

const NAMED = /^AGGREGATION_TEMPORALITY_(UNSPECIFIED|DELTA|CUMULATIVE)$/;
const ORDER = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'];

/** By number or by name. */
function temporality({ fields }: Envelope): Temporality {
  const value = field(fields, 'aggregationTemporality', 'aggregation_temporality');
  const [, name] = (typeof value === 'string' ? NAMED.exec(value) : null) ?? [];
  return temporalityOf(name === undefined ? uint32Field(value) : ORDER.indexOf(name));
}

function pointsOf<P extends DataPoint>(
  { fields, budget, path }: Envelope,
  read: (point: JsonFields, budget: DecodeBudget) => P,
): P[] {
  const points: P[] = [];
  for (const [index, value] of listField(
    field(fields, 'dataPoints', 'data_points'),
    'dataPoints',
  ).entries()) {
    readPoint(budget, `${path}.data_points[${index}]`, points, () => {
      if (!isFields(value)) throw malformed('a data point must be an object');
      return read(value, budget);
    });
  }
  return points;
}
