// The value of an attribute in a row, as `groupedSql` reads it in SQL: the record's own, or else its resource's.
import type { JsonValue } from '@governance-agent/policy-engine';
import { canonicalJson } from '../canonical.ts';
import { GROUPED_CHARACTERS } from '../reads/attribute-sql.ts';

export interface AttributedRow {
  /** canonical JSON objects */
  readonly attributes: string;
  readonly resource: string;
}

/** Reads one attribute. @returns at most 200 characters; null where the row names none. */
export function createAttributeReader(key: string): (row: AttributedRow) => string | null {
  // Rows of one request share their resource.
  let [lastResource, lastText]: [string | null, string | null] = [null, null];
  return ({ attributes, resource }) => {
    const own = textIn(attributes, key);
    if (own !== null) return cut(own);
    if (resource !== lastResource) [lastResource, lastText] = [resource, textIn(resource, key)];
    return lastText === null ? null : cut(lastText);
  };
}

// Databases count code points.
function cut(text: string): string {
  if (text.length <= GROUPED_CHARACTERS) return text;
  return Array.from(text).slice(0, GROUPED_CHARACTERS).join('');
}

function textIn(json: string, key: string): string | null {
  // Most rows do not have it, and to look for it costs a tenth of parsing.
  if (!json.includes(`"${key}":`)) return null;
  try {
    const object: unknown = JSON.parse(json);
    if (typeof object !== 'object' || object === null || !Object.hasOwn(object, key)) return null;
    // Whatever JSON.parse gives back is JSON.
    return textOf((object as Readonly<Record<string, JsonValue>>)[key]);
  } catch {
    // A tampered column must not stop a verification, which names it.
    return null;
  }
}

function textOf(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}
