// Counts the records of what is acknowledged and not stored, on a thread.
import { createRecordsCount, giveBack } from '@governance-agent/otel-ingest';
import { refusalOf } from './refusal.ts';
import type { CountResult, CountWork, ThreadSetup } from './work.ts';

/** Never rejects, as with logs. */
export function createThreadCount({ limits }: ThreadSetup): (work: CountWork) => Promise<CountResult> {
  const count = createRecordsCount(limits);
  return async ({ signal, codec, bytes }) => {
    try {
      return { count: await count(signal, codec, bytes) };
    } catch (error) {
      return { refusal: refusalOf(error) };
    } finally {
      giveBack(bytes);
    }
  };
}
