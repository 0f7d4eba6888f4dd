// Makes the event of an administrative act. Its fields are typed values of our own and stand as they are.
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@governance-agent/policy-engine';
import { EMPTY_EVENT } from '../event.ts';
import { idempotencyKey } from '../idempotency-key.ts';
import { mintAdministration, type MaskedEvent } from '../masked-event.ts';
import { millisecondsToNanoseconds } from '../reads/time.ts';
import { ADMINISTRATION_PLANE, type AdministrationRecord } from './record.ts';
import { formatRanges } from './row-ranges.ts';

export interface AdministrationDetails {
  /** Who acted: `cli`, `agent`, `token:<id>`. */
  readonly actor: string;
  /** Why, in words. Masked already: it is written by people and may name anybody. */
  readonly reason?: string;
  /** Unix milliseconds */
  readonly now: number;
}

/** An event for `AuditWriter.append`. */
export function administrationEvent(
  record: AdministrationRecord,
  { actor, reason, now }: AdministrationDetails,
): MaskedEvent {
  const occurredAt = millisecondsToNanoseconds(now);
  return mintAdministration({
    ...EMPTY_EVENT,
    plane: ADMINISTRATION_PLANE,
    event: record.act,
    decision: 'allowed',
    attributes: attributesOf(record, actor),
    content: reason === undefined ? null : { reason },
    contentState: reason === undefined ? 'none' : 'captured',
    occurredAt,
    idempotencyKey: idempotencyKey(BigInt(occurredAt), randomUUID()),
    redactions: {},
    policyVersion: 'administration/v1',
  });
}

function attributesOf(record: AdministrationRecord, actor: string): JsonObject {
  const { act: _act, ...fields } = record;
  const texts = 'rows' in fields ? { ...fields, rows: formatRanges(fields.rows) } : fields;
  return { ...texts, actor };
}
