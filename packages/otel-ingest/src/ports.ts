// What the plugin asks of whoever mounts it. The agent supplies these; so can any other express app.
import type { AuditEvent, AuditWriter, Clock, MaskedEvent } from '@governance-agent/audit-core';

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

export interface EventMasker {
  /** Masks one event. Never throws: what cannot be masked is withheld. */
  mask(event: AuditEvent): MaskedEvent;
}

/** Only the part of the store the plugin writes to. */
export type AuditSink = Pick<AuditWriter, 'append'>;

/** Counts, for metrics. Labels are bounded; nothing here carries content. */
export interface IngestObserver {
  accepted(signal: 'logs', counts: { readonly appended: number; readonly duplicates: number }): void;
  rejected(signal: 'logs', reason: string): void;
}

export interface IngestPorts {
  readonly authenticator: Authenticator;
  readonly sink: AuditSink;
  readonly masker: EventMasker;
  readonly clock: Clock;
  readonly observer?: IngestObserver;
}
