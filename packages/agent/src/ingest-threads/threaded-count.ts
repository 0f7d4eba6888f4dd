// Traces read to their end on a thread: what is thrown away must not hold up what is kept.
import type { RecordsCount } from '@governance-agent/otel-ingest';
import type { IngestPool } from './ingest-pool.ts';

export function createThreadedCount(pool: Pick<IngestPool, 'run'>): RecordsCount {
  return async (signal, codec, bytes) => (await pool.run('countRecords', { signal, codec, bytes })).count;
}
