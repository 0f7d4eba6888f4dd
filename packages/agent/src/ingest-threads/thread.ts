// The program of an ingest thread.
import { workerData } from 'node:worker_threads';
import { createThreadCount } from './count-on-thread.ts';
import { createLogsPreparer } from './prepare-logs.ts';
import { createMetricsPreparer } from './prepare-metrics.ts';
import { takeWork } from './take-work.ts';
import type { ThreadSetup } from './work.ts';

const systemClock = { now: () => Date.now() };
const setup = workerData as ThreadSetup;

takeWork({
  prepareLogs: createLogsPreparer(setup, systemClock),
  prepareMetrics: createMetricsPreparer(setup, systemClock),
  countRecords: createThreadCount(setup),
});
