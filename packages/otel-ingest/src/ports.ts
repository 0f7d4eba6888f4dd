// What the plugin asks of whoever mounts it. The agent supplies these; so can any other express app.
import type {
  AuditWriter,
  Clock,
  EventMasker,
  MetricMasker,
  MetricWriter,
} from '@governance-agent/audit-core';

export type { EventMasker } from '@governance-agent/audit-core';

export type Signal = 'logs' | 'metrics' | 'traces';

/** Who is calling, taken from the credential alone. */
export interface Principal {
  readonly org: string;
  readonly tenant: string;
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
}

export interface IngestPorts {
  readonly authenticator: Authenticator;
  readonly sink: AuditSink;
  readonly masker: EventMasker;
  readonly clock: Clock;
  /** Absent: metrics are acknowledged, counted and not stored, and the answer says so. */
  readonly metrics?: MetricPorts;
  readonly observer?: IngestObserver;
}
