// decode -> map -> mask -> append: what happens to a logs request once its bytes are here. Needs no express.
import { batchFacts } from './batch-facts.ts';
import type { IngestPorts, LogsIngest } from './ports.ts';
import { createLogsReader } from './read-logs.ts';
import type { IngestSettings } from './settings.ts';

export type LogsIngestPorts = Pick<IngestPorts, 'sink' | 'masker' | 'clock'>;

/** Throws IngestSettingsError for a bad value. */
export function createLogsIngest(ports: LogsIngestPorts, settings?: Partial<IngestSettings>): LogsIngest {
  const read = createLogsReader(ports, settings);
  return async (destination, codec, bytes) => {
    const { events, ...outcome } = await read(codec, bytes);
    if (events.length === 0) return { ...outcome, receipt: undefined };
    const receipt = await ports.sink.append(destination, events);
    return { ...outcome, receipt, batch: batchFacts(destination.dataset, events) };
  };
}
