// The program of an ingest thread.
import { workerData } from 'piscina';
import { createLogsPreparer } from './prepare-logs.ts';
import type { ThreadSetup } from './work.ts';

const systemClock = { now: () => Date.now() };

export const prepareLogs = createLogsPreparer(workerData as ThreadSetup, systemClock);
