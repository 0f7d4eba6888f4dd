// decode -> map -> mask: from the bytes of a logs request to masked events. Touches no store, so it runs on any thread.
import { inSlices, type Clock, type MaskedEvent } from '@governance-agent/audit-core';
import { asBuffer } from './decode/as-buffer.ts';
import { decodeLogs } from './decode/decode-logs.ts';
import type { Codec } from './decode/model.ts';
import { leftOut } from './left-out.ts';
import { mapLogs } from './map/map-logs.ts';
import type { EventMasker } from './ports.ts';
import { resolveSettings, type IngestSettings } from './settings.ts';

export interface ReadLogs {
  readonly events: readonly MaskedEvent[];
  /** Records that cannot be read. */
  readonly rejected: number;
  /** What was left out and why, without content; empty when nothing was. */
  readonly message: string;
}

/**
 * Takes the body of one ExportLogsServiceRequest, decompressed. Rejects with IngestError `malformed`, `wrong_signal`,
 * `too_many_records` or `too_complex`. `decoded` is called when the bytes are of no use any more, unless it rejects.
 */
export type LogsReader = (codec: Codec, bytes: Uint8Array, decoded?: () => void) => Promise<ReadLogs>;

export interface LogsReaderPorts {
  readonly masker: EventMasker;
  readonly clock: Clock;
}

/** Throws IngestSettingsError for a bad value. */
export function createLogsReader(
  { masker, clock }: LogsReaderPorts,
  given?: Partial<IngestSettings>,
): LogsReader {
  const settings = resolveSettings(given);
  return async (codec, bytes, onDecoded) => {
    const decoded = decodeLogs(codec, asBuffer(bytes), settings);
    onDecoded?.();
    const reported = mapLogs(decoded.resourceLogs, clock.now());
    const events = await inSlices(reported, (event) => masker.mask(event));
    return {
      events,
      rejected: decoded.rejectedRecords,
      message: leftOut('log records', decoded, settings),
    };
  };
}
