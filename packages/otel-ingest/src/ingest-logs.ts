// decode -> map -> mask -> append: what happens to a logs request once its bytes are here. Needs no express.
import type { AppendReceipt } from '@governance-agent/audit-core';
import { decodeLogs } from './decode/decode-logs.ts';
import type { Codec } from './decode/model.ts';
import { inSlices } from './in-slices.ts';
import { leftOut } from './left-out.ts';
import { mapLogs } from './map/map-logs.ts';
import type { IngestPorts, Principal } from './ports.ts';
import { resolveSettings, type IngestSettings } from './settings.ts';

export interface LogsOutcome {
  /** Undefined when the request held no record that could be read: nothing was stored. */
  readonly receipt: AppendReceipt | undefined;
  /** Records that are lost for good. */
  readonly rejected: number;
  /** What was left out and why, without content; empty when everything was stored as sent. */
  readonly message: string;
}

/**
 * Takes the body of one ExportLogsServiceRequest, decompressed. Resolves after commit. Throws IngestError `malformed`,
 * `wrong_signal`, `too_many_records` or `too_complex`, and whatever the sink throws; nothing is stored then. How long the
 * sink takes is the caller's concern.
 */
export type LogsIngest = (principal: Principal, codec: Codec, bytes: Buffer) => Promise<LogsOutcome>;

export type LogsIngestPorts = Pick<IngestPorts, 'sink' | 'masker' | 'clock'>;

const DATASET = 'default';

/** Throws IngestSettingsError for a bad value. */
export function createLogsIngest(ports: LogsIngestPorts, given?: Partial<IngestSettings>): LogsIngest {
  const { sink, masker, clock } = ports;
  const settings = resolveSettings(given);
  return async ({ org, tenant }, codec, bytes) => {
    const decoded = decodeLogs(codec, bytes, settings);
    const events = mapLogs(decoded.resourceLogs, clock.now());
    const outcome = { rejected: decoded.rejectedRecords, message: leftOut('log records', decoded, settings) };
    if (events.length === 0) return { ...outcome, receipt: undefined };
    const masked = await inSlices(events, (event) => masker.mask(event));
    return { ...outcome, receipt: await sink.append({ org, tenant, dataset: DATASET }, masked) };
  };
}
