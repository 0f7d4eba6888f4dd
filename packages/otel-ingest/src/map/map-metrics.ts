// Decoded OTLP metrics -> series with their points, in wire order.
import type { MetricPoint, MetricSeries } from '@governance-agent/audit-core';
import type { JsonObject, JsonValue } from '@governance-agent/policy-engine';
import type {
  DataPoint,
  Metric,
  MetricData,
  ResourceMetrics,
  ScopeMetrics,
} from '../decode/metrics-model.ts';
import type { Attribute } from '../decode/model.ts';
import { hasKeyIn, recordFields, takeFirstOwn, takeOwn, type RecordFields } from './attributes.ts';
import { columnText } from './column-text.ts';
import { takeIdentity } from './identity.ts';
import { isSame } from './kept-fields.ts';
import { MODEL } from './map-record.ts';
import { planeOf } from './plane.ts';
import { pointValues } from './point-values.ts';
import { metricPrefix, seriesIdentity } from './series-identity.ts';
import { resourceFacts, scopeAttributes, withAttributes, type ResourceFacts } from './shared-facts.ts';

/** Maps one request (docs/formats/metrics.md). Series are raw: mask them before anything else sees them. */
export function mapMetrics(resourceMetrics: readonly ResourceMetrics[]): MetricSeries[] {
  const series = new Map<string, OpenSeries>();
  for (const group of resourceMetrics) {
    const resource = resourceFacts(group);
    for (const scopeMetrics of group.scopes) {
      for (const metric of scopeMetrics.metrics) addMetric(series, { group, resource, scopeMetrics, metric });
    }
  }
  return [...series.values()];
}

type OpenSeries = MetricSeries & { readonly points: MetricPoint[] };

interface MetricContext {
  readonly group: ResourceMetrics;
  readonly resource: ResourceFacts;
  readonly scopeMetrics: ScopeMetrics;
  readonly metric: Metric;
}

function addMetric(all: Map<string, OpenSeries>, context: MetricContext): void {
  const { group, scopeMetrics, metric } = context;
  if (metric.data === null) return;
  const prefix = metricPrefix(group, scopeMetrics, metric);
  const facts = scopeAttributes(scopeMetrics);
  for (const point of metric.data.points) {
    const identity = seriesIdentity(prefix, point.attributes);
    const series = all.get(identity) ?? openSeries(context, metric.data, facts, point, identity);
    series.points.push(pointValues(point));
    all.set(identity, series);
  }
}

function openSeries(
  { resource, scopeMetrics, metric }: MetricContext,
  data: MetricData,
  facts: JsonObject,
  point: DataPoint,
  identity: string,
): OpenSeries {
  const fields = recordFields(point.attributes, resource.values);
  const columns = {
    plane: seriesPlane(resource, scopeMetrics, metric, point.attributes),
    ...takeColumns(fields),
  };
  return {
    identity,
    ...columns,
    name: metric.name,
    unit: metric.unit,
    description: metric.description,
    kind: data.kind,
    temporality: 'temporality' in data ? data.temporality : 'unspecified',
    monotonic: 'monotonic' in data && data.monotonic,
    attributes: keptAttributes(fields, facts),
    resource: resource.resource,
    points: [],
  };
}

type Columns = Pick<
  MetricSeries,
  'sessionId' | 'userEmail' | 'userId' | 'userAccountUuid' | 'model' | 'toolName'
>;

function takeColumns(fields: RecordFields): Columns {
  const { sessionId, userEmail, userId, userAccountUuid } = takeIdentity(fields);
  const model = takeFirstOwn(fields, MODEL, columnText);
  return {
    sessionId,
    userEmail,
    userId,
    userAccountUuid,
    model,
    toolName: takeOwn(fields, 'tool_name', columnText),
  };
}

function keptAttributes({ values, repeated, resource }: RecordFields, facts: JsonObject): JsonObject {
  const own = new Map([...values].filter(([key, value]) => !isSame(resource.get(key), value)));
  return withAttributes({ ...facts }, { values: own, repeated });
}

function seriesPlane(
  resource: ResourceFacts,
  { scope }: ScopeMetrics,
  { name }: Metric,
  attributes: readonly Attribute[],
): string {
  const own: JsonValue | undefined = attributes.find(([key]) => key === 'service.name')?.[1];
  return planeOf({
    serviceName: resource.values.get('service.name') ?? own,
    scopeName: scope.name,
    names: [name],
    coworkAttribute: resource.hasCoworkKey || hasKeyIn(attributes, 'cowork.'),
  });
}
