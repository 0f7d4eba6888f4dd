// What points of every kind have: times, flags, and the attributes that name their series.
import type { ArrivedPoint, ArrivedSeries } from '@governance-agent/audit-core';
import type { Attribute, NumberPoint } from '@governance-agent/otel-ingest';
import type { JsonValue } from '@governance-agent/policy-engine';
import { CLIENT_NAMES } from './client-names.ts';
import { SCOPE_NAME, SCOPE_VERSION } from './envelope.ts';
import { HOPS, hopsOf } from './hops.ts';

export function pointFacts({ series, start_time, time, flags }: ArrivedPoint): Omit<NumberPoint, 'value'> {
  return {
    attributes: attributesOf(series),
    startTimeUnixNano: BigInt(start_time),
    timeUnixNano: BigInt(time),
    flags,
  };
}

/**
 * They are the same at each sending, so that a receiver knows the series again. What is ours comes first, since receivers
 * cut long lists at their end, and wins over what a client called so.
 */
function attributesOf(series: ArrivedSeries): readonly Attribute[] {
  const { [SCOPE_NAME]: _name, [SCOPE_VERSION]: _version, ...attributes } = series.attributes;
  const own: Record<string, JsonValue> = {
    // Two series that became alike by masking, or that came from two senders, stay two.
    'audit.series': series.label,
    'audit.tenant': series.tenant,
    'audit.dataset': series.dataset,
    'audit.plane': series.plane,
    [HOPS]: hopsOf(attributes) + 1,
  };
  for (const [key, column] of CLIENT_NAMES) if (series[column] !== null) own[key] = series[column];
  return Object.entries({ ...own, ...attributes, ...own });
}
