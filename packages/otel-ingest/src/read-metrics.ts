// decode -> map -> mask: from the bytes of a metrics request to masked series. Touches no store, so it runs on any thread.
import { inSlices, type MaskedMetric, type MetricMasker } from '@governance-agent/audit-core';
import { asBuffer } from './decode/as-buffer.ts';
import { decodeMetrics } from './decode/decode-metrics.ts';
import type { Codec } from './decode/model.ts';
import { leftOut } from './left-out.ts';
import { mapMetrics } from './map/map-metrics.ts';
import { resolveSettings, type IngestSettings } from './settings.ts';

export interface ReadMetrics {
  readonly series: readonly MaskedMetric[];
  /** Points that cannot be read. */
  readonly rejected: number;
  /** What was left out and why, without content; empty when nothing was. */
  readonly message: string;
}

/**
 * Takes the body of one ExportMetricsServiceRequest, decompressed. Rejects with IngestError `malformed`, `wrong_signal`,
 * `too_many_records` or `too_complex`. `decoded` is called when the bytes are of no use any more, unless it rejects.
 */
export type MetricsReader = (codec: Codec, bytes: Uint8Array, decoded?: () => void) => Promise<ReadMetrics>;

export interface MetricsReaderPorts {
  readonly masker: MetricMasker;
}

/** Throws IngestSettingsError for a bad value. */
export function createMetricsReader(
  { masker }: MetricsReaderPorts,
  given?: Partial<IngestSettings>,
): MetricsReader {
  const settings = resolveSettings(given);
  return async (codec, bytes, onDecoded) => {
    const decoded = decodeMetrics(codec, asBuffer(bytes), settings);
    onDecoded?.();
    const series = await inSlices(mapMetrics(decoded.resourceMetrics), (one) => masker.mask(one));
    return {
      series,
      rejected: decoded.rejectedRecords,
      message: leftOut('data points', decoded, settings),
    };
  };
}
