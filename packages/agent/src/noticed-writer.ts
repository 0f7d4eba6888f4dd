// The writer, telling others about each chain that grew: who checkpoints, who anchors.
import type { AppendReceipt, AuditWriter } from '@governance-agent/audit-core';

/** A chain has this many rows now, the newest of them just committed by this process. */
export type ChainGrew = (tenant: string, size: number) => void;

export function createNoticedWriter(writer: AuditWriter, notice: ChainGrew): AuditWriter {
  const noticed = (tenant: string, receipt: AppendReceipt): AppendReceipt => {
    if (receipt.appended > 0) notice(tenant, receipt.head.size);
    return receipt;
  };
  return {
    append: async (destination, events) =>
      noticed(destination.tenant, await writer.append(destination, events)),
    appendPrepared: async (batch) => noticed(batch.destination.tenant, await writer.appendPrepared(batch)),
    close: () => writer.close(),
  };
}
