// Counts what is acknowledged and not stored. Touches no store, so it runs on any thread.
import { asBuffer } from './decode/as-buffer.ts';
import { countRecords } from './decode/count-records.ts';
import type { Codec } from './decode/model.ts';
import type { CountedSignal } from './ports.ts';
import { resolveSettings, type IngestSettings } from './settings.ts';

/** As the port `countRecords`, for bytes of any thread. Throws IngestSettingsError for a bad value. */
export function createRecordsCount(
  given?: Partial<IngestSettings>,
): (signal: CountedSignal, codec: Codec, bytes: Uint8Array) => Promise<number> {
  const settings = resolveSettings(given);
  return (signal, codec, bytes) =>
    new Promise((resolve) => {
      // What it throws rejects.
      resolve(countRecords(signal, codec, asBuffer(bytes), settings));
    });
}
