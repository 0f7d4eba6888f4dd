// bytes -> decode -> map -> mask -> prepared rows: the part of taking logs that needs neither store nor keys.
import { createBatchPreparer, type Clock } from '@governance-agent/audit-core';
import { batchFacts, createLogsReader, TELEMETRY_STRUCTURAL_FIELDS } from '@governance-agent/otel-ingest';
import { createMasking } from '../masking.ts';
import { refusalOf } from './refusal.ts';
import type { LogsWork, ThreadSetup, WorkResult } from './work.ts';

export type LogsPreparer = (work: LogsWork) => Promise<WorkResult>;

/** Never rejects: what a thread throws would lose its code on the way out. */
export function createLogsPreparer({ limits, detection, policy }: ThreadSetup, clock: Clock): LogsPreparer {
  // Counted until the next answer takes them along: which request they came from does not matter to a counter.
  let withheld: Record<string, number> = {};
  const note = (reason: string): void => void (withheld[reason] = (withheld[reason] ?? 0) + 1);
  const masking = createMasking({
    detection,
    policy,
    structural: TELEMETRY_STRUCTURAL_FIELDS,
    withheld: note,
  });
  const read = createLogsReader({ masker: masking.events, clock }, limits);
  const prepare = createBatchPreparer({ clock });
  const takeWithheld = (): Record<string, number> => {
    const taken = withheld;
    withheld = {};
    return taken;
  };
  return async ({ destination, codec, bytes }) => {
    try {
      const { events, ...outcome } = await read(codec, bytes);
      if (events.length === 0) return { ...outcome, ready: undefined, withheld: takeWithheld() };
      const ready = {
        prepared: prepare(destination, events),
        facts: batchFacts(destination.dataset, events),
      };
      return { ...outcome, ready, withheld: takeWithheld() };
    } catch (error) {
      return { refusal: refusalOf(error) };
    }
  };
}
