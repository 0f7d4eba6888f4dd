// bytes -> decode -> map -> mask -> prepared points: the part of taking metrics that needs no store.
import { createMetricPreparer, metricPortions, type Clock } from '@governance-agent/audit-core';
import {
  createMetricsReader,
  giveBack,
  metricFacts,
  TELEMETRY_STRUCTURAL_FIELDS,
} from '@governance-agent/otel-ingest';
import { createMasking } from '../masking.ts';
import { handOver } from './hand-over.ts';
import { refusalOf } from './refusal.ts';
import { createWithheldTally } from './withheld-tally.ts';
import type { IngestWork, MetricsResult, ThreadSetup } from './work.ts';

export type MetricsPreparer = (work: IngestWork) => Promise<MetricsResult>;

/** Never rejects, as with logs. */
export function createMetricsPreparer(
  { limits, detection, policy }: ThreadSetup,
  clock: Clock,
): MetricsPreparer {
  const withheld = createWithheldTally();
  const structural = TELEMETRY_STRUCTURAL_FIELDS;
  const masking = createMasking({ detection, policy, structural, withheld: withheld.note });
  const read = createMetricsReader({ masker: masking.metrics }, limits);
  const prepare = createMetricPreparer({ clock });
  return async ({ destination, codec, bytes, rest }) => {
    try {
      const { series, ...outcome } = await read(codec, bytes, () => giveBack(bytes));
      if (series.length === 0) return { ...outcome, ready: undefined, withheld: withheld.take() };
      const ready = {
        prepared: handOver(prepare(destination, series), metricPortions, rest),
        facts: metricFacts(destination.dataset, series),
      };
      return { ...outcome, ready, withheld: withheld.take() };
    } catch (error) {
      giveBack(bytes);
      return { refusal: refusalOf(error) };
    }
  };
}
