// bytes -> decode -> map -> mask -> prepared rows: the part of taking logs that needs neither store nor keys.
import { batchPortions, createBatchPreparer, type Clock } from '@governance-agent/audit-core';
import {
  batchFacts,
  createLogsReader,
  giveBack,
  TELEMETRY_STRUCTURAL_FIELDS,
} from '@governance-agent/otel-ingest';
import { createMasking } from '../masking.ts';
import { handOver } from './hand-over.ts';
import { refusalOf } from './refusal.ts';
import { createWithheldTally } from './withheld-tally.ts';
import type { IngestWork, LogsResult, ThreadSetup } from './work.ts';

export type LogsPreparer = (work: IngestWork) => Promise<LogsResult>;

/** Never rejects: what a thread throws would lose its code on the way out. */
export function createLogsPreparer({ limits, detection, policy }: ThreadSetup, clock: Clock): LogsPreparer {
  const withheld = createWithheldTally();
  const structural = TELEMETRY_STRUCTURAL_FIELDS;
  const masking = createMasking({ detection, policy, structural, withheld: withheld.note });
  const read = createLogsReader({ masker: masking.events, clock }, limits);
  const prepare = createBatchPreparer({ clock });
  return async ({ destination, codec, bytes, rest }) => {
    try {
      const { events, ...outcome } = await read(codec, bytes, () => giveBack(bytes));
      if (events.length === 0) return { ...outcome, ready: undefined, withheld: withheld.take() };
      const ready = {
        prepared: handOver(prepare(destination, events), batchPortions, rest),
        facts: batchFacts(destination.dataset, events),
      };
      return { ...outcome, ready, withheld: withheld.take() };
    } catch (error) {
      giveBack(bytes);
      return { refusal: refusalOf(error) };
    }
  };
}
