// Writers that tell others what is new: who checkpoints, who anchors, who sends on.
import type { AppendReceipt, AuditWriter, MetricReceipt, MetricWriter } from '@governance-agent/audit-core';

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

export function createNoticedMetricWriter(writer: MetricWriter, notice: () => void): MetricWriter {
  const noticed = (receipt: MetricReceipt): MetricReceipt => {
    if (receipt.appended > 0) notice();
    return receipt;
  };
  return {
    append: async (destination, metrics) => noticed(await writer.append(destination, metrics)),
    appendPrepared: async (batch) => noticed(await writer.appendPrepared(batch)),
    close: () => writer.close(),
  };
}
