// What makes a series the same series: its raw values, in one text for both codecs and any order of attributes.
import { metricIdentity } from '@governance-agent/audit-core';
import type { Metric, ResourceMetrics, ScopeMetrics } from '../decode/metrics-model.ts';
import type { Attribute } from '../decode/model.ts';

/** What all points of one metric share. Name, unit, kind and how it counts; not the description, which may be reworded. */
export function metricPrefix({ resource }: ResourceMetrics, { scope }: ScopeMetrics, metric: Metric): string {
  const { name, unit, data } = metric;
  const temporality = data !== null && 'temporality' in data ? data.temporality : '';
  const monotonic = data !== null && 'monotonic' in data && data.monotonic;
  const parts = [name, unit, data?.kind ?? '', temporality, monotonic];
  return JSON.stringify([
    inOrder(resource.attributes),
    scope.name,
    scope.version,
    inOrder(scope.attributes),
    parts,
  ]);
}

/** @param attributes of the point; a set, so their order says nothing. */
export function seriesIdentity(prefix: string, attributes: readonly Attribute[]): string {
  return metricIdentity(`${prefix}\n${JSON.stringify(inOrder(attributes))}`);
}

/** By key; several values of one key stay in the order of the wire. */
function inOrder(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
