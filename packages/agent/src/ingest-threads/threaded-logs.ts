// Logs taken on several cores: threads decode, map, mask and hash; this thread answers, chains, signs and stores.
import {
  adoptPrepared,
  joinedReceipts,
  type AppendReceipt,
  type AuditWriter,
} from '@governance-agent/audit-core';
import type { LogsIngest, LogsOutcome } from '@governance-agent/otel-ingest';
import type { IngestPool } from './ingest-pool.ts';
import { createRest, type Rest } from './rest.ts';
import type { LogsPortion } from './work.ts';

export interface ThreadedLogsDeps {
  readonly pool: Pick<IngestPool, 'run'>;
  readonly sink: Pick<AuditWriter, 'appendPrepared'>;
  readonly withheld: (reason: string, count: number) => void;
}

/** What a body of this size becomes is taken over at once. */
const SHORT_BYTES = 256 * 1024;

export function createThreadedLogs({ pool, sink, withheld }: ThreadedLogsDeps): LogsIngest {
  const land = async ({ more, ...first }: LogsPortion, rest: Rest): Promise<AppendReceipt> => {
    let receipt = await sink.appendPrepared(adoptPrepared(first));
    for (let left = more; left > 0; left -= 1)
      receipt = joinedReceipts(receipt, await sink.appendPrepared(adoptPrepared(rest.next())));
    return receipt;
  };
  return async (destination, codec, bytes) => {
    const rest = createRest(bytes.length > SHORT_BYTES);
    try {
      const work = { destination, codec, bytes, ...rest.work };
      const { ready, withheld: reasons, ...outcome } = await pool.run('prepareLogs', work);
      for (const [reason, count] of Object.entries(reasons)) withheld(reason, count);
      if (ready === undefined) return { ...outcome, receipt: undefined };
      const receipt = await land(ready.prepared, rest);
      return { ...outcome, receipt, batch: ready.facts } satisfies LogsOutcome;
    } finally {
      rest.close();
    }
  };
}
