// The writer, telling others about each chain that grew: who checkpoints, who anchors.
import type { AuditWriter } from '@governance-agent/audit-core';

/** A chain has this many rows now, the newest of them just committed by this process. */
export type ChainGrew = (tenant: string, size: number) => void;

export function createNoticedWriter(writer: AuditWriter, notice: ChainGrew): AuditWriter {
  return {
    async append(destination, events) {
      const receipt = await writer.append(destination, events);
      if (receipt.appended > 0) notice(destination.tenant, receipt.head.size);
      return receipt;
    },
    close: () => writer.close(),
  };
}
