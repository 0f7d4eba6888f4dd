// The attributes of one record as columns are read from them: record first, then resource, repeated keys settled.
import type { JsonValue } from '@governance-agent/policy-engine';
import type { Attribute } from '../decode/model.ts';

/** Attributes by key. Of a repeated key the last value counts; the others stay in `repeated`, in wire order (H13). */
export interface AttributeSet {
  readonly values: ReadonlyMap<string, JsonValue>;
  readonly repeated: readonly Attribute[];
}

/** One record while it is mapped. Mutable on purpose: what became a column is taken out, what is left is kept. */
export interface RecordFields {
  readonly values: Map<string, JsonValue>;
  readonly repeated: Attribute[];
  readonly resource: ReadonlyMap<string, JsonValue>;
}

/** Reads a value as a column would hold it, null where it cannot. */
export type Read<T> = (value: JsonValue) => T | null;

export function attributeSet(attributes: readonly Attribute[]): AttributeSet {
  return recordFields(attributes, new Map());
}

export function recordFields(
  attributes: readonly Attribute[],
  resource: ReadonlyMap<string, JsonValue>,
): RecordFields {
  const values = new Map<string, JsonValue>();
  for (const attribute of attributes) values.set(attribute[0], attribute[1]);
  return { values, repeated: values.size === attributes.length ? [] : overwritten(attributes), resource };
}

/** Repeated keys are rare: only where the count shows one is the list read again. */
function overwritten(attributes: readonly Attribute[]): Attribute[] {
  const last = new Map(attributes.map(([key], at) => [key, at]));
  return attributes.filter(([key], at) => last.get(key) !== at);
}

/** Whether any key starts so. A plain loop: it runs over every attribute of every record. */
export function hasKeyIn(attributes: readonly Attribute[], namespace: string): boolean {
  for (const attribute of attributes) if (attribute[0].startsWith(namespace)) return true;
  return false;
}

/** Takes a record attribute as a column. A value that cannot be one stays where it is. */
export function takeOwn<T>(fields: RecordFields, key: string, read: Read<T>): T | null {
  const value = fields.values.get(key);
  const column = value === undefined ? null : read(value);
  if (column !== null) fields.values.delete(key);
  return column;
}

/** The same, falling back to the resource, which keeps its attributes all the same. */
export function take<T>(fields: RecordFields, key: string, read: Read<T>): T | null {
  const column = takeOwn(fields, key, read);
  if (column !== null) return column;
  const shared = fields.resource.get(key);
  return shared === undefined ? null : read(shared);
}

/** The first key that gives a column; the attributes under the other keys stay. */
export function takeFirst<T>(fields: RecordFields, keys: readonly string[], read: Read<T>): T | null {
  for (const key of keys) {
    const column = take(fields, key, read);
    if (column !== null) return column;
  }
  return null;
}

/** `takeFirst` among the attributes of the record alone. */
export function takeFirstOwn<T>(fields: RecordFields, keys: readonly string[], read: Read<T>): T | null {
  for (const key of keys) {
    const column = takeOwn(fields, key, read);
    if (column !== null) return column;
  }
  return null;
}
