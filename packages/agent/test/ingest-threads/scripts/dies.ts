// An ingest thread that ends with a body that says so, and works on every other.
import { createLogsPreparer } from '../../../src/ingest-threads/prepare-logs.ts';
import { createMetricsPreparer } from '../../../src/ingest-threads/prepare-metrics.ts';
import type { IngestWork, LogsResult, MetricsResult } from '../../../src/ingest-threads/work.ts';

const setup = { limits: {}, detection: true, policy: {} };
const clock = { now: () => Date.now() };
const logs = createLogsPreparer(setup, clock);
const metrics = createMetricsPreparer(setup, clock);

function failWhereAsked({ bytes }: IngestWork): void {
  if (Buffer.from(bytes).includes('die now')) process.exit(1);
  if (Buffer.from(bytes).includes('throw now')) throw new Error('what was sent: secret');
}

export function prepareLogs(work: IngestWork): Promise<LogsResult> {
  failWhereAsked(work);
  return logs(work);
}

export function prepareMetrics(work: IngestWork): Promise<MetricsResult> {
  failWhereAsked(work);
  return metrics(work);
}
