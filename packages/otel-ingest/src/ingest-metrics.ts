// decode -> map -> mask -> append: what happens to a metrics request once its bytes are here. Needs no express.
import { metricFacts } from './batch-facts.ts';
import type { MetricPorts, MetricsIngest } from './ports.ts';
import { createMetricsReader } from './read-metrics.ts';
import type { IngestSettings } from './settings.ts';

/** Throws IngestSettingsError for a bad value. */
export function createMetricsIngest(ports: MetricPorts, settings?: Partial<IngestSettings>): MetricsIngest {
  const read = createMetricsReader(ports, settings);
  return async (destination, codec, bytes) => {
    const { series, ...outcome } = await read(codec, bytes);
    if (series.length === 0) return { ...outcome, receipt: undefined };
    const receipt = await ports.sink.append(destination, series);
    return { ...outcome, receipt, batch: metricFacts(destination.dataset, series) };
  };
}
