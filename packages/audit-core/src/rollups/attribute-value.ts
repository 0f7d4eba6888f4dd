// The values of attributes in a row, as `groupedSql` reads them in SQL: the record's own, or else its resource's.
import type { JsonValue } from '@governance-agent/policy-engine';
import { canonicalJson } from '../canonical.ts';
import { GROUPED_CHARACTERS } from '../reads/attribute-sql.ts';

export interface AttributedRow {
  /** canonical JSON objects */
  readonly attributes: string;
  readonly resource: string;
}

/** At most 200 characters each, in the order of the keys; null where the row names none. */
export type AttributeValues = readonly (string | null)[];

export function createAttributesReader(keys: readonly string[]): (row: AttributedRow) => AttributeValues {
  const readers = keys.map(createTextReader);
  const nothing: AttributeValues = keys.map(() => null);
  let lastRow: AttributedRow | null = null;
  let values = nothing;
  // Few clients send at one time, and each says the same of itself with every row.
  const ofResources = new Map<string, AttributeValues>();
  const ofResource = (resource: string): AttributeValues => {
    const known = ofResources.get(resource);
    if (known !== undefined) return known;
    const found = readers.map((read) => cut(read(resource)));
    if (ofResources.size >= MOST_RESOURCES) ofResources.clear();
    ofResources.set(resource, found);
    return found;
  };
  return (row) => {
    // Asked once for each key.
    if (row === lastRow) return values;
    lastRow = row;
    const fallback = keys.length === 0 ? nothing : ofResource(row.resource);
    values = readers.map((read, index) => cut(read(row.attributes)) ?? fallback[index] ?? null);
    return values;
  };
}

const MOST_RESOURCES = 1000;

// Databases count code points.
function cut(text: string | null): string | null {
  if (text === null || text.length <= GROUPED_CHARACTERS) return text;
  return Array.from(text).slice(0, GROUPED_CHARACTERS).join('');
}

type TextReader = (json: string) => string | null;

function createTextReader(key: string): TextReader {
  const name = `"${key}":`;
  return (json) => {
    // Most rows do not have it, and to look for it costs a tenth of parsing.
    const at = json.indexOf(name);
    if (at < 0) return null;
    return plainText(json, at + name.length) ?? parsedText(json, key);
  };
}

/** A string out of an object that nests nothing and escapes nothing, as most do; null where it takes a parser. */
function plainText(json: string, start: number): string | null {
  if (json[start] !== '"' || json.includes('\\') || json.includes('{', 1) || json.includes('[')) return null;
  return json.slice(start + 1, json.indexOf('"', start + 1));
}

function parsedText(json: string, key: string): string | null {
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
