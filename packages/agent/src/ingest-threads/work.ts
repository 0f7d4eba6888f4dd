// What goes to an ingest thread and what comes back: plain data that survives a structured clone.
import type { MessagePort } from 'node:worker_threads';
import type {
  AuditErrorCode,
  Destination,
  PreparedMetricRows,
  PreparedRows,
} from '@governance-agent/audit-core';
import type {
  BatchFacts,
  Codec,
  CountedSignal,
  FieldViolation,
  IngestErrorCode,
  IngestSettings,
} from '@governance-agent/otel-ingest';
import type { Policy } from '@governance-agent/policy-engine';

/** How a thread decodes and masks; the same for its whole life. */
export interface ThreadSetup {
  readonly limits: Partial<IngestSettings>;
  readonly detection: boolean;
  readonly policy: Policy;
}

/** The body of one request, decompressed. */
export interface IngestWork {
  readonly destination: Destination;
  readonly codec: Codec;
  readonly bytes: Uint8Array;
  /** Where all portions but the first go, before the answer. Absent: everything is in the answer. */
  readonly rest?: MessagePort;
}

/** What was read, portion by portion. */
export interface Portions<Prepared> {
  readonly first: Prepared;
  /** Portions that went to `rest`. */
  readonly more: number;
}

/** The body of one request that is counted and not stored. */
export interface CountWork {
  readonly signal: CountedSignal;
  readonly codec: Codec;
  readonly bytes: Uint8Array;
}

/** What was read, ready to be stored. */
interface Ready<Prepared> {
  /** Records that are lost for good. */
  readonly rejected: number;
  /** What was left out and why, without content. */
  readonly message: string;
  /** Undefined when no record could be read. */
  readonly ready: { readonly prepared: Prepared; readonly facts: BatchFacts } | undefined;
  /** Records whose content was withheld, by reason. */
  readonly withheld: Readonly<Record<string, number>>;
}

/** A refusal by its code; an error of another kind is not described, for its message may quote telemetry. */
export type Refusal =
  | {
      readonly from: 'ingest';
      readonly code: IngestErrorCode;
      readonly message: string;
      readonly violations: readonly FieldViolation[];
    }
  | { readonly from: 'store'; readonly code: AuditErrorCode; readonly message: string }
  | { readonly from: 'unknown' };

interface Refused {
  readonly refusal: Refusal;
}

export type LogsResult = Ready<Portions<PreparedRows>> | Refused;
export type MetricsResult = Ready<Portions<PreparedMetricRows>> | Refused;
export type CountResult = { readonly count: number } | Refused;

/** What a thread does, by name. */
export interface ThreadTasks {
  readonly prepareLogs: { readonly work: IngestWork; readonly result: LogsResult };
  readonly prepareMetrics: { readonly work: IngestWork; readonly result: MetricsResult };
  readonly countRecords: { readonly work: CountWork; readonly result: CountResult };
}

/** What a thread is given: work by its name. */
export type ThreadOrder = {
  [Name in keyof ThreadTasks]: { readonly name: Name; readonly work: ThreadTasks[Name]['work'] };
}[keyof ThreadTasks];

export type ThreadAnswer = ThreadTasks[keyof ThreadTasks]['result'];
