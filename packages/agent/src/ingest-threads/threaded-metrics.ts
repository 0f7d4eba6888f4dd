// Metrics taken on several cores: threads decode, map and mask; this thread answers and stores.
import { adoptPreparedMetrics, type MetricWriter } from '@governance-agent/audit-core';
import type { MetricsIngest, MetricsOutcome } from '@governance-agent/otel-ingest';
import type { IngestPool } from './ingest-pool.ts';

export interface ThreadedMetricsDeps {
  readonly pool: Pick<IngestPool, 'run'>;
  readonly sink: Pick<MetricWriter, 'appendPrepared'>;
  readonly withheld: (reason: string, count: number) => void;
}

export function createThreadedMetrics({ pool, sink, withheld }: ThreadedMetricsDeps): MetricsIngest {
  return async (destination, codec, bytes) => {
    const work = { destination, codec, bytes };
    const { ready, withheld: reasons, ...outcome } = await pool.run('prepareMetrics', work);
    for (const [reason, count] of Object.entries(reasons)) withheld(reason, count);
    if (ready === undefined) return { ...outcome, receipt: undefined };
    const receipt = await sink.appendPrepared(adoptPreparedMetrics(ready.prepared));
    return { ...outcome, receipt, batch: ready.facts } satisfies MetricsOutcome;
  };
}
