// A value as a text column.
import type { JsonValue } from '@governance-agent/policy-engine';

/** What a column holds (audit row). A longer text would be cut there, so it stays an attribute instead. */
const LONGEST_COLUMN = 512;

/** Text, or a whole number as text. Null for what says nothing: empty, `"undefined"`, any other type. */
export function columnText(value: JsonValue): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== 'string' || value === '' || value === 'undefined') return null;
  return value.length > LONGEST_COLUMN ? null : value;
}
