// A body that was read -> stored, in time: what HTTP and gRPC have in common once the bytes are here.
import type { Destination } from '@governance-agent/audit-core';
import type { Codec } from './decode/model.ts';
import { acknowledge } from './http/acknowledge.ts';
import type { Success } from './http/answer.ts';
import { withDeadline } from './http/deadline.ts';
import type { Reservation } from './load/admission.ts';
import { giveBack } from './load/give-back.ts';
import type { FairTurns } from './load/fair-turns.ts';
import type { LogsIngest, MetricsIngest, RecordsCount, Signal } from './ports.ts';
import type { IngestSettings } from './settings.ts';

export interface StoreDeps {
  readonly turns: FairTurns;
  readonly settings: IngestSettings;
  readonly ingestLogs: LogsIngest;
  readonly ingestMetrics: MetricsIngest | undefined;
  readonly countRecords: RecordsCount;
}

export interface Body {
  readonly signal: Signal;
  readonly destination: Destination;
  readonly codec: Codec;
  /** Decompressed. */
  readonly bytes: Buffer;
}

/**
 * How much of the time a body may wait for its turn. What begins later would hardly be answered, and its work be done for a
 * client that sends it again: under overload, for all of them.
 */
const SHARE_IN_LINE = 2 / 3;

/** Gives the share of the body back when the work is over. Throws IngestError, and whatever the sink throws. */
export async function storeBody(deps: StoreDeps, body: Body, reservation: Reservation): Promise<Success> {
  const { appendTimeoutMs } = deps.settings;
  const place = deps.turns.queue(body.destination.tenant, body.bytes.length);
  const patience = setTimeout(() => place.giveUp(), appendTimeoutMs * SHARE_IN_LINE);
  const work = place.turn.then(() => workOn(deps, body));
  // The share lasts as long as the work, which can be longer than the client is kept waiting.
  const release = (): void => {
    place.leave();
    reservation.release();
    giveBack(body.bytes);
  };
  void work.then(release, release);
  try {
    return await withDeadline(work, appendTimeoutMs, 'storing');
  } finally {
    clearTimeout(patience);
    // A client that was told to send again: what has not begun would be done for nobody.
    place.giveUp();
  }
}

async function workOn(
  { ingestLogs, ingestMetrics, countRecords }: StoreDeps,
  { signal, destination, codec, bytes }: Body,
): Promise<Success> {
  if (signal === 'logs') return ingestLogs(destination, codec, bytes);
  if (signal === 'metrics' && ingestMetrics !== undefined) return ingestMetrics(destination, codec, bytes);
  return acknowledge(countRecords, signal, codec, bytes);
}
