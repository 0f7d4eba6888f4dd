// An ingest thread that ends with a body that says so, and works on every other.
import { createLogsPreparer } from '../../../src/ingest-threads/prepare-logs.ts';
import type { LogsWork, WorkResult } from '../../../src/ingest-threads/work.ts';

const prepare = createLogsPreparer({ limits: {}, detection: true, policy: {} }, { now: () => Date.now() });

export function prepareLogs(work: LogsWork): Promise<WorkResult> {
  if (Buffer.from(work.bytes).includes('die now')) process.exit(1);
  if (Buffer.from(work.bytes).includes('throw now')) throw new Error('what was sent: secret');
  return prepare(work);
}
