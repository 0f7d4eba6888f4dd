// What all records of one scope have in common, worked out once.
import { setOwn, type JsonObject, type JsonValue } from '@governance-agent/policy-engine';
import { keyValueList, pair } from '../decode/key-value-list.ts';
import type { ResourceLogs, ScopeLogs } from '../decode/model.ts';
import { attributeSet, hasKeyIn, type AttributeSet } from './attributes.ts';
import { plainValue } from './plain-value.ts';
import { scopeDigest } from './record-identity.ts';

/** Earlier values of keys that came more than once, as a list of `{key, value}`. */
export const REPEATED_KEYS = 'otel.repeated_keys';

export interface ResourceFacts {
  readonly values: ReadonlyMap<string, JsonValue>;
  /** The resource as the event holds it. */
  readonly resource: JsonObject;
  readonly hasCoworkKey: boolean;
}

export interface ScopeFacts {
  readonly name: string;
  readonly digest: string;
  /** What the scope says of itself, under its attribute names. */
  readonly attributes: JsonObject;
}

export function resourceFacts({
  resource,
  schemaUrl,
}: Pick<ResourceLogs, 'resource' | 'schemaUrl'>): ResourceFacts {
  const set = attributeSet(resource.attributes);
  const facts: Record<string, JsonValue> = {};
  if (schemaUrl !== '') facts['otel.resource.schema_url'] = schemaUrl;
  if (resource.droppedAttributesCount > 0) {
    facts['otel.resource.dropped_attributes_count'] = resource.droppedAttributesCount;
  }
  const hasCoworkKey = hasKeyIn(resource.attributes, 'cowork.');
  return { values: set.values, resource: withAttributes(facts, set), hasCoworkKey };
}

export function scopeFacts(resourceLogs: ResourceLogs, scopeLogs: ScopeLogs): ScopeFacts {
  const attributes = scopeAttributes(scopeLogs);
  return { name: scopeLogs.scope.name, digest: scopeDigest(resourceLogs, scopeLogs), attributes };
}

/** What a scope says of itself, whatever the signal. */
export function scopeAttributes({ scope, schemaUrl }: Pick<ScopeLogs, 'scope' | 'schemaUrl'>): JsonObject {
  const { name, version, attributes: list, droppedAttributesCount } = scope;
  const attributes: Record<string, JsonValue> = {};
  if (name !== '') attributes['otel.scope.name'] = name;
  if (version !== '') attributes['otel.scope.version'] = version;
  if (schemaUrl !== '') attributes['otel.scope.schema_url'] = schemaUrl;
  if (list.length > 0) attributes['otel.scope.attributes'] = plainValue(keyValueList(list));
  if (droppedAttributesCount > 0) attributes['otel.scope.dropped_attributes_count'] = droppedAttributesCount;
  return attributes;
}

/** Adds the attributes of the sender. A key that the facts hold already goes to the repeated ones. */
export function withAttributes(
  facts: Record<string, JsonValue>,
  { values, repeated }: AttributeSet,
): JsonObject {
  const moved = [...repeated];
  for (const [key, value] of values) {
    if (key === REPEATED_KEYS || Object.hasOwn(facts, key)) moved.push([key, value]);
    else setOwn(facts, key, plainValue(value));
  }
  if (moved.length > 0) facts[REPEATED_KEYS] = plainValue(moved.map(pair));
  return facts;
}
