// What makes a record the same record when it is sent again: its raw values, in one text for both codecs.
import { hash } from 'node:crypto';
import { idempotencyKey } from '@governance-agent/audit-core';
import type { LogRecord, ResourceLogs, ScopeLogs } from '../decode/model.ts';

/** Gives each record of one request its key. Counts on purpose: the second of two equal records is not a repetition. */
export type IdentifyRecord = (scopeDigest: string, record: LogRecord, clientTime: bigint) => string;

/** The part that all records of one scope share, as a digest: written and hashed once. */
export function scopeDigest({ resource }: ResourceLogs, { scope }: ScopeLogs): string {
  const { name, version, attributes } = scope;
  return hash('sha256', JSON.stringify([resource.attributes, name, version, attributes]), 'base64url');
}

/**
 * Keys that a retry of the same request repeats. Within one request the n-th of several equal records has the ordinal
 * in its identity, so that none is taken for a repetition of another.
 */
export function createRecordIdentity(): IdentifyRecord {
  const seen = new Map<string, number>();
  return (scope, record, clientTime) => {
    const identity = `${scope}\n${recordText(record)}`;
    const key = idempotencyKey(clientTime, identity);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return ordinal === 0 ? key : idempotencyKey(clientTime, `${identity}\n${ordinal}`);
  };
}

/** Without the observed time where the record has its own: a collector on the way writes its own clock there. */
function recordText(record: LogRecord): string {
  const { timeUnixNano, observedTimeUnixNano } = record;
  const time = timeUnixNano === 0n ? `observed ${observedTimeUnixNano.toString()}` : timeUnixNano.toString();
  return JSON.stringify([
    time,
    record.severityNumber,
    record.severityText,
    record.body,
    record.attributes,
    record.droppedAttributesCount,
    record.flags,
    record.traceId,
    record.spanId,
    record.eventName,
  ]);
}
