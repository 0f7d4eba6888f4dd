// Logs taken on several cores: threads decode, map, mask and hash; this thread answers, chains, signs and stores.
import {
  adoptPrepared,
  joinedReceipts,
  type AppendReceipt,
  type AuditWriter,
  type PreparedRows,
} from '@governance-agent/audit-core';
import type { LogsIngest, LogsOutcome } from '@governance-agent/otel-ingest';
import type { IngestPool } from './ingest-pool.ts';
import { createRest } from './rest.ts';

export interface ThreadedLogsDeps {
  readonly pool: Pick<IngestPool, 'run'>;
  readonly sink: Pick<AuditWriter, 'appendPrepared'>;
  readonly withheld: (reason: string, count: number) => void;
}

export function createThreadedLogs({ pool, sink, withheld }: ThreadedLogsDeps): LogsIngest {
  const land = async (portions: Iterable<PreparedRows>): Promise<AppendReceipt | undefined> => {
    let receipt: AppendReceipt | undefined;
    for (const portion of portions) {
      const landed = await sink.appendPrepared(adoptPrepared(portion));
      receipt = receipt === undefined ? landed : joinedReceipts(receipt, landed);
    }
    return receipt;
  };
  return async (destination, codec, bytes) => {
    const rest = createRest<PreparedRows>(bytes);
    try {
      const work = { destination, codec, bytes, ...rest.work };
      const { ready, withheld: reasons, ...outcome } = await pool.run('prepareLogs', work);
      for (const [reason, count] of Object.entries(reasons)) withheld(reason, count);
      if (ready === undefined) return { ...outcome, receipt: undefined };
      const receipt = await land(rest.portions(ready.prepared));
      return { ...outcome, receipt, batch: ready.facts } satisfies LogsOutcome;
    } finally {
      rest.close();
    }
  };
}
