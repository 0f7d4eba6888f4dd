// Ports for one test: the real masker, a sink in memory, a credential that is known.
import type { AppendReceipt, Destination, MaskedEvent } from '@governance-agent/audit-core';
import { createEventMasker } from '@governance-agent/audit-core';
import { createMasker } from '@governance-agent/policy-engine';
import { fixedClock } from '@governance-agent/testkit';
import { IngestError, type IngestPorts, type Signal } from '../../../src/index.ts';

export const CREDENTIAL = 'Basic dGVzdDprZXk=';
const NOW = Date.UTC(2026, 6, 1);

interface Counted {
  readonly signal: Signal;
  readonly what: string;
}

export interface TestPorts extends IngestPorts {
  readonly rows: MaskedEvent[];
  readonly destinations: Destination[];
  readonly counted: Counted[];
}

/** The sink knows keys already stored, as the real one does. */
export function testPorts(replaced: Partial<IngestPorts> = {}): TestPorts {
  const rows: MaskedEvent[] = [];
  const destinations: Destination[] = [];
  const counted: Counted[] = [];
  return {
    rows,
    destinations,
    counted,
    clock: fixedClock(NOW),
    masker: createEventMasker({ masker: createMasker() }),
    authenticator: { authenticate: (given) => (given === CREDENTIAL ? known() : unknown()) },
    sink: {
      append(destination, events) {
        destinations.push(destination);
        return Promise.resolve(store(rows, events));
      },
    },
    observer: {
      accepted: (signal, { appended, duplicates }) =>
        counted.push({ signal, what: `${appended} appended, ${duplicates} duplicates` }),
      rejected: (signal, reason) => counted.push({ signal, what: reason }),
    },
    ...replaced,
  };
}

function known(): Promise<{ org: string; tenant: string }> {
  return Promise.resolve({ org: 'test', tenant: 'test-tenant' });
}

function unknown(): Promise<never> {
  return Promise.reject(new IngestError('unauthenticated', 'send HTTP Basic org:license-key'));
}

function store(rows: MaskedEvent[], events: readonly MaskedEvent[]): AppendReceipt {
  const keys = new Set(rows.map((row) => row.idempotencyKey));
  const fresh = events.filter((event) => !keys.has(event.idempotencyKey));
  rows.push(...fresh);
  const head = { size: rows.length, hash: 'aGVhZA==' };
  return { appended: fresh.length, duplicates: events.length - fresh.length, head };
}
