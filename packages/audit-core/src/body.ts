// Canonical bytes of a row body: a fixed key order, so one pass and no sorting.
import { AuditError } from './errors.ts';
import { canonicalInteger, canonicalString } from './canonical.ts';
import { sha256 } from './hash.ts';
import { BODY_COLUMNS, type RowBody } from './row.ts';
import { bodyValues } from './row-values.ts';

const PREFIXES = BODY_COLUMNS.map((key, index) => `${index === 0 ? '{' : ','}"${key}":`);

/** RFC 8785 JSON of the body. @throws AuditError `invalid_event` for a value outside the profile. */
export function canonicalBody(body: RowBody): string {
  const values = bodyValues(body);
  let json = '';
  for (let index = 0; index < PREFIXES.length; index += 1)
    json += (PREFIXES[index] ?? '') + canonicalColumn(values[index]);
  return json + '}';
}

/** base64 SHA-256 of the canonical body. */
export function bodyHash(body: RowBody): string {
  return sha256(canonicalBody(body));
}

function canonicalColumn(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return canonicalInteger(value);
  // A database that was tampered with may give back bytes, which would pass for the text they spell.
  if (typeof value !== 'string') throw new AuditError('invalid_event', 'A column of a row is not text.');
  return canonicalString(value);
}
