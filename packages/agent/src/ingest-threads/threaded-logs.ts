// Logs taken on several cores: threads decode, map, mask and hash; this thread answers, chains, signs and stores.
import { adoptPrepared, type AuditWriter } from '@governance-agent/audit-core';
import type { LogsIngest, LogsOutcome } from '@governance-agent/otel-ingest';
import type { IngestPool } from './ingest-pool.ts';

export interface ThreadedLogsDeps {
  readonly pool: Pick<IngestPool, 'run'>;
  readonly sink: Pick<AuditWriter, 'appendPrepared'>;
  readonly withheld: (reason: string, count: number) => void;
}

export function createThreadedLogs({ pool, sink, withheld }: ThreadedLogsDeps): LogsIngest {
  return async (destination, codec, bytes) => {
    const work = { destination, codec, bytes };
    const { ready, withheld: reasons, ...outcome } = await pool.run('prepareLogs', work);
    for (const [reason, count] of Object.entries(reasons)) withheld(reason, count);
    if (ready === undefined) return { ...outcome, receipt: undefined };
    const receipt = await sink.appendPrepared(adoptPrepared(ready.prepared));
    return { ...outcome, receipt, batch: ready.facts } satisfies LogsOutcome;
  };
}
