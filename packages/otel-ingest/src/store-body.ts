// A body that was read -> stored, in time: what HTTP and gRPC have in common once the bytes are here.
import type { Destination } from '@governance-agent/audit-core';
import type { Codec } from './decode/model.ts';
import { acknowledge } from './http/acknowledge.ts';
import type { Reservation } from './http/admission.ts';
import type { Success } from './http/answer.ts';
import { withDeadline } from './http/deadline.ts';
import type { MetricsIngest } from './ingest-metrics.ts';
import type { LogsIngest, Signal } from './ports.ts';
import type { IngestSettings } from './settings.ts';

export interface StoreDeps {
  readonly settings: IngestSettings;
  readonly ingestLogs: LogsIngest;
  readonly ingestMetrics: MetricsIngest | undefined;
}

export interface Body {
  readonly signal: Signal;
  readonly destination: Destination;
  readonly codec: Codec;
  /** Decompressed. */
  readonly bytes: Buffer;
}

/** Gives the share of the body back when the work is over. Throws IngestError, and whatever the sink throws. */
export async function storeBody(deps: StoreDeps, body: Body, reservation: Reservation): Promise<Success> {
  const work = workOn(deps, body);
  // The share lasts as long as the work, which can be longer than the client is kept waiting.
  const release = (): void => reservation.release();
  void work.then(release, release);
  return withDeadline(work, deps.settings.appendTimeoutMs, 'storing');
}

async function workOn(
  { ingestLogs, ingestMetrics, settings }: StoreDeps,
  { signal, destination, codec, bytes }: Body,
): Promise<Success> {
  if (signal === 'logs') return ingestLogs(destination, codec, bytes);
  if (signal === 'metrics' && ingestMetrics !== undefined) return ingestMetrics(destination, codec, bytes);
  return acknowledge(signal, codec, bytes, settings);
}
