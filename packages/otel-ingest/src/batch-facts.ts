// What a batch says of its senders, for health reports: which product, which version, how late.
import type { MaskedEvent, MaskedMetric } from '@governance-agent/audit-core';
import type { BatchFacts } from './ports.ts';

/** Versions are claims of the client: only what looks like one becomes part of a label. */
const VERSION = /^\d[\w.+-]{0,31}$/;
const NANOS_PER_MILLI = 1_000_000n;

/** Looks at masked events alone. `events` must not be empty. */
export function batchFacts(dataset: string, events: readonly MaskedEvent[]): BatchFacts {
  return factsOf(
    dataset,
    events.map((event) => ({ event, records: 1, newest: event.occurredAt })),
  );
}

/** The same of masked series; a record is a point. At least one of `metrics` must have a point. */
export function metricFacts(dataset: string, metrics: readonly MaskedMetric[]): BatchFacts {
  return factsOf(
    dataset,
    metrics.map((event) => ({
      event,
      records: event.points.length,
      newest: event.points.reduce((newest, { time }) => later(newest, time), ''),
    })),
  );
}

interface Sent {
  readonly event: Pick<MaskedEvent, 'plane' | 'attributes' | 'resource'>;
  readonly records: number;
  /** Unix nanoseconds */
  readonly newest: string;
}

function factsOf(dataset: string, batch: readonly Sent[]): BatchFacts {
  const planes = new Map<string, number>();
  const clients = new Map<string, number>();
  let latest = '';
  for (const { event, records, newest } of batch) {
    add(planes, event.plane, records);
    const version = versionOf(event);
    if (version !== undefined) add(clients, `${event.plane} ${version}`, records);
    latest = later(latest, newest);
  }
  return {
    dataset,
    newestClientMs: Number(BigInt(latest) / NANOS_PER_MILLI),
    planes: Object.fromEntries(planes),
    clients: Object.fromEntries(clients),
  };
}

const DIGITS = 20;

/** Of one width, text order is time order. */
function later(a: string, b: string): string {
  return b.padStart(DIGITS, '0') > a.padStart(DIGITS, '0') ? b : a;
}

/** The scope names the engine's version also where the service carries the version of an app around it. */
function versionOf({ attributes, resource }: Sent['event']): string | undefined {
  return [attributes['otel.scope.version'], resource['service.version']].find(
    (value): value is string => typeof value === 'string' && VERSION.test(value),
  );
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}
