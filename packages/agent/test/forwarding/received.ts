// What came to a destination, read by the published schema.
import { LogsRequest, MetricsRequest } from '@governance-agent/testkit';

/** A log record, or a data point. */
export interface ReceivedRecord {
  /** Tells which one it is: the seq of a row, the value of a point. */
  readonly number: unknown;
  /** The body of a record, the name of a metric. */
  readonly name: string;
  readonly eventName: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  /** Kind, temporality and monotonicity of a metric. */
  readonly form: string;
  readonly point: Readonly<Record<string, unknown>>;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: unknown;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}
type KeyValues = readonly { readonly key: string; readonly value?: Value }[];
interface Resource {
  readonly attributes?: KeyValues;
}

interface PlainLogs {
  readonly resourceLogs?: readonly {
    readonly resource?: Resource;
    readonly scopeLogs?: readonly {
      readonly logRecords?: readonly {
        readonly body?: Value;
        readonly eventName?: string;
        readonly attributes?: KeyValues;
      }[];
    }[];
  }[];
}

export function recordsIn(body: Buffer): ReceivedRecord[] {
  const { resourceLogs = [] } = LogsRequest.toObject(LogsRequest.decode(body), AS_PLAIN) as PlainLogs;
  return resourceLogs.flatMap(({ resource, scopeLogs = [] }) =>
    scopeLogs.flatMap(({ logRecords = [] }) =>
      logRecords.map((record) => {
        const attributes = valuesOf(record.attributes);
        return {
          number: attributes['audit.seq'],
          name: record.body?.stringValue ?? '',
          eventName: record.eventName ?? '',
          attributes,
          resource: valuesOf(resource?.attributes),
          form: '',
          point: {},
        };
      }),
    ),
  );
}

interface PlainPoint {
  readonly attributes?: KeyValues;
  readonly asDouble?: number;
  readonly asInt?: number;
}
interface PlainData {
  readonly dataPoints?: readonly PlainPoint[];
  readonly aggregationTemporality?: string;
  readonly isMonotonic?: boolean;
}
const KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;
type PlainMetric = { readonly name?: string } & Partial<Record<(typeof KINDS)[number], PlainData>>;

interface PlainMetrics {
  readonly resourceMetrics?: readonly {
    readonly resource?: Resource;
    readonly scopeMetrics?: readonly { readonly metrics?: readonly PlainMetric[] }[];
  }[];
}

export function pointsIn(body: Buffer): ReceivedRecord[] {
  const plain = MetricsRequest.toObject(MetricsRequest.decode(body), AS_PLAIN) as PlainMetrics;
  return (plain.resourceMetrics ?? []).flatMap(({ resource, scopeMetrics = [] }) =>
    scopeMetrics.flatMap(({ metrics = [] }) =>
      metrics.flatMap((metric) => pointsOf(metric, valuesOf(resource?.attributes))),
    ),
  );
}

function pointsOf(metric: PlainMetric, resource: Record<string, unknown>): ReceivedRecord[] {
  const { name = '' } = metric;
  return KINDS.flatMap((kind) => {
    const { dataPoints = [], aggregationTemporality, isMonotonic } = metric[kind] ?? {};
    const form = [kind, aggregationTemporality, isMonotonic === true ? 'monotonic' : undefined];
    return dataPoints.map(({ attributes, ...point }) => ({
      number: point.asInt ?? point.asDouble,
      name,
      eventName: '',
      attributes: valuesOf(attributes),
      resource,
      form: form.filter((part) => part !== undefined).join(' '),
      point: { ...point },
    }));
  });
}

const AS_PLAIN = { longs: Number, enums: String, arrays: false } as const;

function valuesOf(list: KeyValues = []): Record<string, unknown> {
  return Object.fromEntries(list.map(({ key, value = {} }) => [key, Object.values(value)[0] ?? null]));
}
