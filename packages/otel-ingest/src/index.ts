// The public list of the OTLP plugin.
export { IngestError, type FieldViolation, type IngestErrorCode, type IngestErrorOptions } from './errors.ts';
export type { Attribute, Codec, LogRecord, Resource, ResourceLogs, Scope } from './decode/model.ts';
export type {
  ExponentialHistogramPoint,
  HistogramPoint,
  Metric,
  MetricData,
  NumberPoint,
  ResourceMetrics,
  SummaryPoint,
} from './decode/metrics-model.ts';
export { encodeMetrics } from './encode/encode-metrics.ts';
export { encodeLogs } from './encode/encode-logs.ts';
export { createLogsIngest, type LogsIngestPorts } from './ingest-logs.ts';
export { createLogsReader, type LogsReader, type LogsReaderPorts, type ReadLogs } from './read-logs.ts';
export {
  createMetricsReader,
  type MetricsReader,
  type MetricsReaderPorts,
  type ReadMetrics,
} from './read-metrics.ts';
export { createRecordsCount } from './count-records.ts';
export { giveBack, LARGE_BYTES } from './load/give-back.ts';
export { batchFacts, metricFacts } from './batch-facts.ts';
export { createMetricsIngest } from './ingest-metrics.ts';
export type {
  AcceptedRequest,
  AuditSink,
  Authenticator,
  BatchFacts,
  CountedSignal,
  DatasetDirectory,
  DatasetKind,
  EventMasker,
  FinishedRequest,
  IngestObserver,
  IngestPorts,
  LogsIngest,
  LogsOutcome,
  MetricPorts,
  MetricsIngest,
  MetricsOutcome,
  Principal,
  RecordsCount,
  RefusedRequest,
  Signal,
} from './ports.ts';
export { createAbsentIngestRouter } from './absent-router.ts';
export { DEFAULT_DATASETS, routeDataset, type NamedHeader } from './route-dataset.ts';
export type { OtlpGrpcServer } from './grpc/grpc-server.ts';
export { createOtelIngestRouter, type OtelIngest } from './router.ts';
export { IngestSettingsError } from './settings-error.ts';
export { DEFAULT_INGEST_SETTINGS, resolveSettings, type IngestSettings } from './settings.ts';
export { TELEMETRY_STRUCTURAL_FIELDS } from './structural-fields.ts';
