// What the plugin asks of whoever mounts it. The agent supplies these; so can any other express app.
import type {
  AppendReceipt,
  AuditWriter,
  Clock,
  Destination,
  EventMasker,
  MetricMasker,
  MetricReceipt,
  MetricWriter,
} from '@governance-agent/audit-core';
import type { Codec } from './decode/model.ts';
import type { IngestError } from './errors.ts';

export type { EventMasker } from '@governance-agent/audit-core';

export type Signal = 'logs' | 'metrics' | 'traces';

/** Who is calling, taken from the credential alone. */
export interface Principal {
  readonly org: string;
  readonly tenant: string;
  /** Names of the datasets the caller may write to; absent: every dataset of the tenant. */
  readonly datasets?: readonly string[];
}

/** What a dataset takes. Traces are not stored, so none takes them. */
export type DatasetKind = 'logs' | 'metrics';

export interface DatasetDirectory {
  /**
   * The kind of a tenant's dataset, undefined where the tenant has none of that name. Asked with every request that names
   * a dataset, so it answers from memory; the default datasets are never asked for.
   */
  kindOf(tenant: string, name: string): Promise<DatasetKind | undefined>;
}

export interface Authenticator {
  /**
   * Resolves the `Authorization` header to a principal.
   * Throws IngestError `unauthenticated` (401), `forbidden` (403) or `unavailable` (503).
   */
  authenticate(authorization: string | undefined): Promise<Principal>;
}

/** Only the part of the store the plugin writes to. */
export type AuditSink = Pick<AuditWriter, 'append'>;

/** What one stored batch says of its senders, from masked events: nothing here can carry content. */
export interface BatchFacts {
  readonly dataset: string;
  /** The newest event time of the batch by the clients' clock, Unix milliseconds. */
  readonly newestClientMs: number;
  /** Events, or points of metrics, per plane. */
  readonly planes: Readonly<Record<string, number>>;
  /** The same per plane and version, such as `claude_code 2.1.329`; only where the version looks like one. */
  readonly clients: Readonly<Record<string, number>>;
}

export interface AcceptedRequest {
  readonly accepted: true;
  readonly appended: number;
  readonly duplicates: number;
  /** Records of the request that could not be read. */
  readonly rejected: number;
  /** Absent where nothing was stored. */
  readonly batch?: BatchFacts;
}

export interface RefusedRequest {
  readonly accepted: false;
  readonly error: IngestError;
  /** HTTP status of the answer. */
  readonly status: number;
}

/** One request at its end, for health reports. `userAgent` is the caller's text, as sent. */
export interface FinishedRequest {
  readonly signal: Signal;
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc' | 'other';
  readonly encoding: 'identity' | 'gzip' | 'deflate' | 'br' | 'zstd' | 'other';
  readonly userAgent: string | undefined;
  /** Undefined where the credential was not accepted, or not asked for yet. */
  readonly tenant: string | undefined;
  readonly outcome: AcceptedRequest | RefusedRequest;
}

/** Where metrics go: points beside the audit rows, masked by the same rules, not signed. */
export interface MetricPorts {
  readonly sink: Pick<MetricWriter, 'append'>;
  readonly masker: MetricMasker;
}

/** Counts, for metrics. Labels are bounded; nothing here carries content. */
export interface IngestObserver {
  accepted(signal: Signal, counts: { readonly appended: number; readonly duplicates: number }): void;
  rejected(signal: Signal, reason: string): void;
  /** What stood behind an `unavailable`. It may quote telemetry: log its code, never its message. */
  failed?(signal: Signal, error: unknown): void;
  /** Told once of every request. */
  finished?(request: FinishedRequest): void;
}

export interface LogsOutcome {
  /** Undefined when the request held no record that could be read: nothing was stored. */
  readonly receipt: AppendReceipt | undefined;
  /** Records that are lost for good. */
  readonly rejected: number;
  /** What was left out and why, without content; empty when everything was stored as sent. */
  readonly message: string;
  /** Absent when nothing was stored. */
  readonly batch?: BatchFacts;
}

/**
 * Takes the body of one ExportLogsServiceRequest, decompressed. Resolves after commit. Throws IngestError `malformed`,
 * `wrong_signal`, `too_many_records` or `too_complex`, and whatever the sink throws; nothing is stored then. How long the
 * sink takes is the caller's concern.
 */
export type LogsIngest = (destination: Destination, codec: Codec, bytes: Buffer) => Promise<LogsOutcome>;

export interface MetricsOutcome {
  /** Undefined when the request held no point that could be read: nothing was stored. */
  readonly receipt: MetricReceipt | undefined;
  /** Points that are lost for good. */
  readonly rejected: number;
  /** What was left out and why, without content; empty when everything was stored as sent. */
  readonly message: string;
  /** Absent when nothing was stored. */
  readonly batch?: BatchFacts;
}

/** The same for one ExportMetricsServiceRequest. */
export type MetricsIngest = (
  destination: Destination,
  codec: Codec,
  bytes: Buffer,
) => Promise<MetricsOutcome>;

/** What nobody stores: traces, and metrics without a port for them. */
export type CountedSignal = 'metrics' | 'traces';

/**
 * How many metrics or spans a request holds, which is read to its end. Rejects with IngestError `malformed`,
 * `wrong_signal` or `too_complex`.
 */
export type RecordsCount = (signal: CountedSignal, codec: Codec, bytes: Buffer) => Promise<number>;

export interface IngestPorts {
  readonly authenticator: Authenticator;
  /** Absent: tenants have their default datasets only. */
  readonly datasets?: DatasetDirectory;
  readonly sink: AuditSink;
  readonly masker: EventMasker;
  readonly clock: Clock;
  /** Does with logs what `sink` and `masker` would be used for, such as on other threads. */
  readonly ingestLogs?: LogsIngest;
  /** Absent: metrics are acknowledged, counted and not stored, and the answer says so. */
  readonly metrics?: MetricPorts;
  /** Does with metrics what the port `metrics` would be used for, such as on other threads. */
  readonly ingestMetrics?: MetricsIngest;
  /** Counts what is not stored, such as on other threads. Default: here. */
  readonly countRecords?: RecordsCount;
  readonly observer?: IngestObserver;
}
