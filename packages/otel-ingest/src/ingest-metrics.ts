// decode -> map -> mask -> append: what happens to a metrics request once its bytes are here. Needs no express.
import { inSlices, type Destination, type MetricReceipt } from '@governance-agent/audit-core';
import { metricFacts } from './batch-facts.ts';
import { decodeMetrics } from './decode/decode-metrics.ts';
import type { Codec } from './decode/model.ts';
import { leftOut } from './left-out.ts';
import { mapMetrics } from './map/map-metrics.ts';
import type { BatchFacts, MetricPorts } from './ports.ts';
import { resolveSettings, type IngestSettings } from './settings.ts';

export interface MetricsOutcome {
  /** Undefined when the request held no point that could be read: nothing was stored. */
  readonly receipt: MetricReceipt | undefined;
  /** Points that are lost for good. */
  readonly rejected: number;
  /** What was left out and why, without content; empty when everything was stored as sent. */
  readonly message: string;
  /** Absent when nothing was stored. */
  readonly batch?: BatchFacts;
}

/**
 * Takes the body of one ExportMetricsServiceRequest, decompressed. Resolves after commit. Throws IngestError `malformed`,
 * `wrong_signal`, `too_many_records` or `too_complex`, and whatever the sink throws; nothing is stored then. How long the
 * sink takes is the caller's concern.
 */
export type MetricsIngest = (
  destination: Destination,
  codec: Codec,
  bytes: Buffer,
) => Promise<MetricsOutcome>;

/** Throws IngestSettingsError for a bad value. */
export function createMetricsIngest(ports: MetricPorts, given?: Partial<IngestSettings>): MetricsIngest {
  const { sink, masker } = ports;
  const settings = resolveSettings(given);
  return async (destination, codec, bytes) => {
    const decoded = decodeMetrics(codec, bytes, settings);
    const series = mapMetrics(decoded.resourceMetrics);
    const message = leftOut('data points', decoded, settings);
    const outcome = { rejected: decoded.rejectedRecords, message };
    if (series.length === 0) return { ...outcome, receipt: undefined };
    const masked = await inSlices(series, (one) => masker.mask(one));
    const receipt = await sink.append(destination, masked);
    return { ...outcome, receipt, batch: metricFacts(destination.dataset, masked) };
  };
}
