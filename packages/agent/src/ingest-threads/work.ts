// What goes to an ingest thread and what comes back: plain data that survives a structured clone.
import type { AuditErrorCode, Destination, PreparedRows } from '@governance-agent/audit-core';
import type {
  BatchFacts,
  Codec,
  FieldViolation,
  IngestErrorCode,
  IngestSettings,
  ReadLogs,
} from '@governance-agent/otel-ingest';
import type { Policy } from '@governance-agent/policy-engine';

/** How a thread decodes and masks; the same for its whole life. */
export interface ThreadSetup {
  readonly limits: Partial<IngestSettings>;
  readonly detection: boolean;
  readonly policy: Policy;
}

/** The body of one request of logs, decompressed. */
export interface LogsWork {
  readonly destination: Destination;
  readonly codec: Codec;
  readonly bytes: Uint8Array;
}

export interface ReadyLogs extends Pick<ReadLogs, 'rejected' | 'message'> {
  /** Undefined when no record could be read. */
  readonly ready: { readonly prepared: PreparedRows; readonly facts: BatchFacts } | undefined;
  /** Events whose content was withheld, by reason. */
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

export type WorkResult = ReadyLogs | { readonly refusal: Refusal };
