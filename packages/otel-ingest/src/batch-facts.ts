// What a batch says of its senders, for health reports: which product, which version, how late.
import type { MaskedEvent } from '@governance-agent/audit-core';
import type { BatchFacts } from './ports.ts';

/** Versions are claims of the client: only what looks like one becomes part of a label. */
const VERSION = /^\d[\w.+-]{0,31}$/;
const NANOS_PER_MILLI = 1_000_000n;

/** Looks at masked events alone. `events` must not be empty. */
export function batchFacts(dataset: string, events: readonly MaskedEvent[]): BatchFacts {
  const planes = new Map<string, number>();
  const clients = new Map<string, number>();
  let newest = '';
  for (const event of events) {
    add(planes, event.plane);
    const version = versionOf(event);
    if (version !== undefined) add(clients, `${event.plane} ${version}`);
    // Nineteen digits each: text order is time order.
    if (event.occurredAt > newest) newest = event.occurredAt;
  }
  const newestClientMs = Number(BigInt(newest) / NANOS_PER_MILLI);
  return {
    dataset,
    newestClientMs,
    planes: Object.fromEntries(planes),
    clients: Object.fromEntries(clients),
  };
}

/** The scope names the engine's version also where the service carries the version of an app around it. */
function versionOf({ attributes, resource }: MaskedEvent): string | undefined {
  return [attributes['otel.scope.version'], resource['service.version']].find(
    (value): value is string => typeof value === 'string' && VERSION.test(value),
  );
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
