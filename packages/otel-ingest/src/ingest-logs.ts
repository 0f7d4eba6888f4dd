// decode -> map -> mask -> append: what happens to a logs request once its bytes are here. Needs no express.
import type { AppendReceipt, Destination } from '@governance-agent/audit-core';
import { batchFacts } from './batch-facts.ts';
import { decodeLogs } from './decode/decode-logs.ts';
import type { Codec } from './decode/model.ts';
import { inSlices } from './in-slices.ts';
import { leftOut } from './left-out.ts';
import { mapLogs } from './map/map-logs.ts';
import type { BatchFacts, IngestPorts } from './ports.ts';
import { resolveSettings, type IngestSettings } from './settings.ts';

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

export type LogsIngestPorts = Pick<IngestPorts, 'sink' | 'masker' | 'clock'>;

/** Throws IngestSettingsError for a bad value. */
export function createLogsIngest(ports: LogsIngestPorts, given?: Partial<IngestSettings>): LogsIngest {
  const { sink, masker, clock } = ports;
  const settings = resolveSettings(given);
  return async (destination, codec, bytes) => {
    const decoded = decodeLogs(codec, bytes, settings);
    const events = mapLogs(decoded.resourceLogs, clock.now());
    const outcome = { rejected: decoded.rejectedRecords, message: leftOut('log records', decoded, settings) };
    if (events.length === 0) return { ...outcome, receipt: undefined };
    const masked = await inSlices(events, (event) => masker.mask(event));
    const receipt = await sink.append(destination, masked);
    return { ...outcome, receipt, batch: batchFacts(destination.dataset, masked) };
  };
}
