// The writer with a stopwatch: how long from masked events to durable commit.
import type { AuditWriter } from '@governance-agent/audit-core';
import type { AgentMetrics } from './metrics.ts';

export function createMeasuredSink(
  writer: Pick<AuditWriter, 'append'>,
  { appendSeconds }: Pick<AgentMetrics, 'appendSeconds'>,
): Pick<AuditWriter, 'append'> {
  return {
    async append(destination, events) {
      const stop = appendSeconds.startTimer();
      try {
        const receipt = await writer.append(destination, events);
        stop({ outcome: 'committed' });
        return receipt;
      } catch (error) {
        stop({ outcome: 'failed' });
        throw error;
      }
    },
  };
}
