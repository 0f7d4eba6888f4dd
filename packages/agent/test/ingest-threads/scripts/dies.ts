// An ingest thread that ends with a body that says so, and works on every other.
import { createThreadCount } from '../../../src/ingest-threads/count-on-thread.ts';
import { createLogsPreparer } from '../../../src/ingest-threads/prepare-logs.ts';
import { createMetricsPreparer } from '../../../src/ingest-threads/prepare-metrics.ts';
import { takeWork } from '../../../src/ingest-threads/take-work.ts';
import type { IngestWork } from '../../../src/ingest-threads/work.ts';

const setup = { limits: {}, detection: true, policy: {} };
const clock = { now: () => Date.now() };

function failWhereAsked({ bytes }: Pick<IngestWork, 'bytes'>): void {
  if (Buffer.from(bytes).includes('die now')) process.exit(1);
  if (Buffer.from(bytes).includes('throw now')) throw new Error('what was sent: secret');
}

const orFail =
  <Work extends Pick<IngestWork, 'bytes'>, Result>(work: (work: Work) => Result) =>
  (given: Work): Result => {
    failWhereAsked(given);
    return work(given);
  };

takeWork({
  prepareLogs: orFail(createLogsPreparer(setup, clock)),
  prepareMetrics: orFail(createMetricsPreparer(setup, clock)),
  countRecords: orFail(createThreadCount(setup)),
});
