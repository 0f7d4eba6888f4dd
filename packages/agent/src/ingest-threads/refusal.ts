// Errors across threads: a structured clone keeps the message of an error and drops its code, so both go as data.
import { AuditError } from '@governance-agent/audit-core';
import { IngestError } from '@governance-agent/otel-ingest';
import type { Refusal } from './work.ts';

export function refusalOf(error: unknown): Refusal {
  if (error instanceof IngestError) {
    const { code, message, violations } = error;
    return { from: 'ingest', code, message, violations };
  }
  if (error instanceof AuditError) return { from: 'store', code: error.code, message: error.message };
  return { from: 'unknown' };
}

export function errorOf(refusal: Refusal): Error {
  if (refusal.from === 'ingest')
    return new IngestError(refusal.code, refusal.message, { violations: refusal.violations });
  if (refusal.from === 'store') return new AuditError(refusal.code, refusal.message);
  return threadFailed();
}

/** The thread is replaced by itself; the request is safe to send again. */
export function threadFailed(cause?: unknown): IngestError {
  return new IngestError('unavailable', 'the request could not be worked on: send again', { cause });
}
