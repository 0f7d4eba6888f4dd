// The program of an ingest thread.
import { workerData } from 'piscina';
import { createThreadCount } from './count-on-thread.ts';
import { createLogsPreparer } from './prepare-logs.ts';
import { createMetricsPreparer } from './prepare-metrics.ts';
import type { ThreadSetup } from './work.ts';

const systemClock = { now: () => Date.now() };
const setup = workerData as ThreadSetup;

export const prepareLogs = createLogsPreparer(setup, systemClock);
export const prepareMetrics = createMetricsPreparer(setup, systemClock);
export const countRecords = createThreadCount(setup);
