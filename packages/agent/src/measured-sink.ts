// The writer with a stopwatch: how long from masked events to durable commit.
import type { AppendReceipt, AuditWriter } from '@governance-agent/audit-core';
import type { AgentMetrics } from './metrics.ts';

export type MeasuredSink = Pick<AuditWriter, 'append' | 'appendPrepared'>;

export function createMeasuredSink(
  writer: MeasuredSink,
  { appendSeconds }: Pick<AgentMetrics, 'appendSeconds'>,
): MeasuredSink {
  const measured = async (append: () => Promise<AppendReceipt>): Promise<AppendReceipt> => {
    const stop = appendSeconds.startTimer();
    try {
      const receipt = await append();
      stop({ outcome: 'committed' });
      return receipt;
    } catch (error) {
      stop({ outcome: 'failed' });
      throw error;
    }
  };
  return {
    append: (destination, events) => measured(() => writer.append(destination, events)),
    appendPrepared: (batch) => measured(() => writer.appendPrepared(batch)),
  };
}
