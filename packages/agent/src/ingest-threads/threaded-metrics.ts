// Metrics taken on several cores: threads decode, map and mask; this thread answers and stores.
import {
  adoptPreparedMetrics,
  type MetricReceipt,
  type MetricWriter,
  type PreparedMetricRows,
} from '@governance-agent/audit-core';
import type { MetricsIngest, MetricsOutcome } from '@governance-agent/otel-ingest';
import type { IngestPool } from './ingest-pool.ts';
import { createRest } from './rest.ts';

export interface ThreadedMetricsDeps {
  readonly pool: Pick<IngestPool, 'run'>;
  readonly sink: Pick<MetricWriter, 'appendPrepared'>;
  readonly withheld: (reason: string, count: number) => void;
}

export function createThreadedMetrics({ pool, sink, withheld }: ThreadedMetricsDeps): MetricsIngest {
  const land = async (portions: Iterable<PreparedMetricRows>): Promise<MetricReceipt> => {
    let receipt: MetricReceipt = { appended: 0, duplicates: 0 };
    for (const portion of portions) {
      const { appended, duplicates } = await sink.appendPrepared(adoptPreparedMetrics(portion));
      receipt = { appended: receipt.appended + appended, duplicates: receipt.duplicates + duplicates };
    }
    return receipt;
  };
  return async (destination, codec, bytes) => {
    const rest = createRest<PreparedMetricRows>(bytes);
    try {
      const work = { destination, codec, bytes, ...rest.work };
      const { ready, withheld: reasons, ...outcome } = await pool.run('prepareMetrics', work);
      for (const [reason, count] of Object.entries(reasons)) withheld(reason, count);
      if (ready === undefined) return { ...outcome, receipt: undefined };
      const receipt = await land(rest.portions(ready.prepared));
      return { ...outcome, receipt, batch: ready.facts } satisfies MetricsOutcome;
    } finally {
      rest.close();
    }
  };
}
