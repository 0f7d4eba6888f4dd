// When the event happened, by the client's clock (H14).
import type { JsonValue } from '@governance-agent/policy-engine';
import type { LogRecord } from '../decode/model.ts';
import { isSane } from '../decode/time-range.ts';
import type { RecordFields } from './attributes.ts';

const NANOS_PER_MILLI = 1_000_000n;
const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:?\d\d)?$/;
const LONGEST_ISO = 48;

export interface EventTime {
  /** Unix nanoseconds. */
  readonly occurredAt: bigint;
  /** The same where it came from the client, 0n where the server had to say it: then it must not tell records apart. */
  readonly clientTime: bigint;
}

/**
 * `time_unix_nano`, else `event.timestamp`, else the observed time, else the receive time; a time out of range counts
 * as absent. Takes `event.timestamp` out when it says the same.
 */
export function takeEventTime(fields: RecordFields, record: LogRecord, receivedAtMs: number): EventTime {
  const stamp = isoNanos(fields.values.get('event.timestamp'));
  const client = [record.timeUnixNano, stamp, record.observedTimeUnixNano].find(isSane);
  if (client === undefined)
    return { occurredAt: BigInt(Math.trunc(receivedAtMs)) * NANOS_PER_MILLI, clientTime: 0n };
  if (client === stamp) fields.values.delete('event.timestamp');
  return { occurredAt: client, clientTime: client };
}

/** ISO 8601 to the nanosecond, without a zone taken as UTC; 0n for anything else. */
export function isoNanos(value: JsonValue | undefined): bigint {
  if (typeof value !== 'string' || value.length > LONGEST_ISO) return 0n;
  const [, seconds, fraction = '', zone = 'Z'] = ISO.exec(value) ?? [];
  if (seconds === undefined) return 0n;
  const millis = Date.parse(seconds + withColon(zone));
  if (Number.isNaN(millis)) return 0n;
  return BigInt(millis) * NANOS_PER_MILLI + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

function withColon(zone: string): string {
  return zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}
