// Canonical bytes of a row body: a fixed key order, so one pass and no sorting.
import { canonicalInteger, canonicalString } from './canonical.ts';
import { sha256 } from './hash.ts';
import { BODY_COLUMNS, type RowBody } from './row.ts';

const MEMBERS = BODY_COLUMNS.map((key, index) => ({ key, prefix: `${index === 0 ? '{' : ','}"${key}":` }));

/** RFC 8785 JSON of the body. @throws AuditError `invalid_event` for a value outside the profile. */
export function canonicalBody(body: RowBody): string {
  let json = '';
  for (const { key, prefix } of MEMBERS) json += prefix + canonicalColumn(body[key]);
  return json + '}';
}

/** base64 SHA-256 of the canonical body. */
export function bodyHash(body: RowBody): string {
  return sha256(canonicalBody(body));
}

function canonicalColumn(value: string | number | null): string {
  if (value === null) return 'null';
  return typeof value === 'number' ? canonicalInteger(value) : canonicalString(value);
}
