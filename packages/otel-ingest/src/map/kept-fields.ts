// Sorts what did not become a column into content and attributes. Nothing the sender wrote is lost here.
import { setOwn, type JsonObject, type JsonValue } from '@governance-agent/policy-engine';
import { pair } from '../decode/key-value-list.ts';
import type { Attribute } from '../decode/model.ts';
import type { RecordFields } from './attributes.ts';
import { CONTENT_KEYS } from './content-keys.ts';
import { isRedactionMarker, saysNothing } from './content-state.ts';
import { plainValue } from './plain-value.ts';
import { REPEATED_KEYS } from './shared-facts.ts';

export interface KeptFields {
  readonly content: JsonObject | null;
  readonly attributes: JsonObject;
  /** Whether a marker stands where content would. */
  readonly hasMarker: boolean;
}

interface Sorted {
  readonly content: Record<string, JsonValue>;
  readonly attributes: Record<string, JsonValue>;
  readonly repeatedContent: Attribute[];
  readonly repeatedAttributes: Attribute[];
  hasMarker: boolean;
}

/** `attributes` comes with the facts in it; a key of the sender that is taken already goes to the repeated ones. */
export function keptFields(
  fields: RecordFields,
  attributes: Record<string, JsonValue>,
  body: JsonValue,
): KeptFields {
  const sorted: Sorted = {
    content: {},
    attributes,
    repeatedContent: [],
    repeatedAttributes: [],
    hasMarker: false,
  };
  for (const [key, value] of fields.values) {
    if (!CONTENT_KEYS.has(key)) keepAttribute(sorted, fields, key, value);
    else keepContent(sorted, key, value);
  }
  if (body !== null && body !== '') keepContent(sorted, 'body', body);
  for (const [key, value] of fields.repeated) repeat(sorted, key, value);
  return finished(sorted);
}

function keepAttribute(sorted: Sorted, { resource }: RecordFields, key: string, value: JsonValue): void {
  const { attributes } = sorted;
  if (key === REPEATED_KEYS || Object.hasOwn(attributes, key)) repeat(sorted, key, value);
  else if (!isSame(resource.get(key), value)) setOwn(attributes, key, plainValue(value));
}

/** Markers and empty values are no content, but they are what was sent: they stay as attributes. */
function keepContent(sorted: Sorted, key: string, value: JsonValue): void {
  const isContent = countContent(sorted, value);
  const target = isContent ? sorted.content : sorted.attributes;
  if (Object.hasOwn(target, key)) repeat(sorted, key, value);
  else target[key] = plainValue(value);
}

function repeat(sorted: Sorted, key: string, value: JsonValue): void {
  const isContent = CONTENT_KEYS.has(key) && countContent(sorted, value);
  (isContent ? sorted.repeatedContent : sorted.repeatedAttributes).push([key, value]);
}

function countContent(sorted: Sorted, value: JsonValue): boolean {
  const isMarker = isRedactionMarker(value);
  sorted.hasMarker ||= isMarker;
  return !isMarker && !saysNothing(value);
}

function finished({
  content,
  attributes,
  repeatedContent,
  repeatedAttributes,
  hasMarker,
}: Sorted): KeptFields {
  addRepeated(content, repeatedContent);
  addRepeated(attributes, repeatedAttributes);
  return { content: Object.keys(content).length > 0 ? content : null, attributes, hasMarker };
}

function addRepeated(target: Record<string, JsonValue>, repeated: readonly Attribute[]): void {
  if (repeated.length > 0) target[REPEATED_KEYS] = plainValue(repeated.map(pair));
}

/** Clients copy the tags of the resource onto each record: once is enough. */
export function isSame(shared: JsonValue | undefined, value: JsonValue): boolean {
  if (shared === value) return true;
  if (typeof shared !== 'object' || typeof value !== 'object') return false;
  return JSON.stringify(shared) === JSON.stringify(value);
}
