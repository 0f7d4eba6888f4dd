// decode -> map -> mask -> append: what happens to a logs request once its bytes are here. Needs no express.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AppendReceipt, AuditEvent, Destination, MaskedEvent } from '@governance-agent/audit-core';
import { batchFacts } from './batch-facts.ts';
import { decodeLogs } from './decode/decode-logs.ts';
import type { DecodedLogs } from './decode/decoded.ts';
import type { Codec } from './decode/model.ts';
import { mapLogs } from './map/map-logs.ts';
import type { BatchFacts, EventMasker, IngestPorts } from './ports.ts';
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

const REPORTED_VIOLATIONS = 3;
/** Masking shares the event loop with every other request. */
const MASKING_SLICE_MS = 10;

/** Throws IngestSettingsError for a bad value. */
export function createLogsIngest(ports: LogsIngestPorts, given?: Partial<IngestSettings>): LogsIngest {
  const { sink, masker, clock } = ports;
  const settings = resolveSettings(given);
  return async (destination, codec, bytes) => {
    const decoded = decodeLogs(codec, bytes, settings);
    const events = mapLogs(decoded.resourceLogs, clock.now());
    const outcome = { rejected: decoded.rejectedRecords, message: messageOf(decoded, settings) };
    if (events.length === 0) return { ...outcome, receipt: undefined };
    const masked = await maskAll(masker, events);
    const receipt = await sink.append(destination, masked);
    return { ...outcome, receipt, batch: batchFacts(destination.dataset, masked) };
  };
}

async function maskAll(masker: EventMasker, events: readonly AuditEvent[]): Promise<MaskedEvent[]> {
  const masked: MaskedEvent[] = [];
  let sliceStart = performance.now();
  for (const event of events) {
    masked.push(masker.mask(event));
    if (performance.now() - sliceStart < MASKING_SLICE_MS) continue;
    await nextTurn();
    sliceStart = performance.now();
  }
  return masked;
}

function messageOf(decoded: DecodedLogs, { maxAttributes }: IngestSettings): string {
  const { rejectedRecords, surplusAttributes, violations } = decoded;
  const parts: string[] = [];
  if (rejectedRecords > 0) {
    const reasons = violations.slice(0, REPORTED_VIOLATIONS).map((one) => `${one.field}: ${one.description}`);
    parts.push([`log records that cannot be read: ${rejectedRecords}`, ...reasons].join('; '));
  }
  if (surplusAttributes > 0) {
    parts.push(`attributes left out over the limit of ${maxAttributes}: ${surplusAttributes}`);
  }
  return parts.join('. ');
}
