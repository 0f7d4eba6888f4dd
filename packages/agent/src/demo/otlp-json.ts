// The part of OTLP/JSON that the bundled captures use, and how to walk it without knowing which signal it is.

/** A value as one of the clients wrote it: integers as numbers or as text, never both kinds in one value. */
export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: number | string;
  readonly doubleValue?: number | null;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
}

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** A log record or a data point: what has attributes and times. Times are Unix nanoseconds as decimal text. */
export interface Item {
  readonly attributes: readonly KeyValue[];
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano?: string;
  readonly startTimeUnixNano?: string;
  readonly asDouble?: number;
}

interface Sum {
  readonly dataPoints: readonly Item[];
}

interface Metric {
  readonly name: string;
  readonly sum: Sum;
}

interface Resource {
  readonly attributes: readonly KeyValue[];
}

interface ResourceLogs {
  readonly resource: Resource;
  readonly scopeLogs: readonly { readonly logRecords: readonly Item[] }[];
}

interface ResourceMetrics {
  readonly resource: Resource;
  readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[];
}

/** An export request. Keys that are not named above (scopes, units) are kept as they are. */
export interface Body {
  readonly resourceLogs?: readonly ResourceLogs[];
  readonly resourceMetrics?: readonly ResourceMetrics[];
}

export interface Change {
  readonly resource: (attributes: readonly KeyValue[]) => readonly KeyValue[];
  /** @param metric name of the metric that a data point belongs to; undefined for log records */
  readonly item: (item: Item, metric?: string) => Item;
}

/** A copy of `body` in which every resource and every item is changed. */
export function mapBody({ resourceLogs, resourceMetrics }: Body, change: Change): Body {
  return {
    ...(resourceLogs && { resourceLogs: resourceLogs.map((group) => mapLogs(group, change)) }),
    ...(resourceMetrics && { resourceMetrics: resourceMetrics.map((group) => mapMetrics(group, change)) }),
  };
}

function mapLogs(group: ResourceLogs, change: Change): ResourceLogs {
  const scopeLogs = group.scopeLogs.map((scope) => ({
    ...scope,
    logRecords: scope.logRecords.map((record) => change.item(record)),
  }));
  return { ...group, resource: mapResource(group.resource, change), scopeLogs };
}

function mapMetrics(group: ResourceMetrics, change: Change): ResourceMetrics {
  const scopeMetrics = group.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics.map((metric) => mapMetric(metric, change)),
  }));
  return { ...group, resource: mapResource(group.resource, change), scopeMetrics };
}

/** The client has sums alone. */
function mapMetric(metric: Metric, change: Change): Metric {
  const dataPoints = metric.sum.dataPoints.map((point) => change.item(point, metric.name));
  return { ...metric, sum: { ...metric.sum, dataPoints } };
}

function mapResource(resource: Resource, change: Change): Resource {
  return { ...resource, attributes: change.resource(resource.attributes) };
}

/** Every log record and data point, in order. */
export function itemsOf({ resourceLogs = [], resourceMetrics = [] }: Body): Item[] {
  const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
  const metrics = resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap((scope) => scope.metrics),
  );
  return [...records, ...metrics.flatMap(({ sum }) => sum.dataPoints)];
}

/** The text of an attribute; undefined where it is absent or no text. */
export function textOf(attributes: readonly KeyValue[], key: string): string | undefined {
  return attributes.find((attribute) => attribute.key === key)?.value.stringValue;
}
