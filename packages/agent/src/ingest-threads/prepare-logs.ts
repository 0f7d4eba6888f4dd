// bytes -> decode -> map -> mask -> prepared rows: the part of taking logs that needs neither store nor keys.
import {
  batchPortions,
  createBatchPreparer,
  type Clock,
  type PreparedRows,
} from '@governance-agent/audit-core';
import {
  batchFacts,
  createLogsReader,
  giveBack,
  TELEMETRY_STRUCTURAL_FIELDS,
} from '@governance-agent/otel-ingest';
import { createMasking } from '../masking.ts';
import { refusalOf } from './refusal.ts';
import { createWithheldTally } from './withheld-tally.ts';
import type { LogsPortion, LogsResult, LogsWork, ThreadSetup } from './work.ts';

export type LogsPreparer = (work: LogsWork) => Promise<LogsResult>;

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
        prepared: handOver(prepare(destination, events), rest),
        facts: batchFacts(destination.dataset, events),
      };
      return { ...outcome, ready, withheld: withheld.take() };
    } catch (error) {
      giveBack(bytes);
      return { refusal: refusalOf(error) };
    }
  };
}

/** Taking over ten thousand rows at once would hold up the thread that takes them: it fetches one portion after the other. */
function handOver(prepared: PreparedRows, rest: LogsWork['rest']): LogsPortion {
  if (rest === undefined) return { ...prepared, more: 0 };
  const [first = prepared, ...others] = batchPortions(prepared);
  for (const portion of others) rest.postMessage(portion);
  return { ...first, more: others.length };
}
