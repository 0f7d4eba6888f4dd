// The resource and scope that telemetry goes out under, as they were stored.
import type { Resource, Scope } from '@governance-agent/otel-ingest';
import type { JsonObject } from '@governance-agent/policy-engine';

/** What a row and a series say of where they come from. */
export interface Origin {
  readonly resource: JsonObject;
  readonly attributes: JsonObject;
}

export const SCOPE_NAME = 'otel.scope.name';
export const SCOPE_VERSION = 'otel.scope.version';

/** Equal for what can share an envelope. */
export function envelopeKey({ resource, attributes }: Origin): string {
  return JSON.stringify([resource, textIn(attributes, SCOPE_NAME), textIn(attributes, SCOPE_VERSION)]);
}

export function resourceOf({ resource }: Origin): Resource {
  return { attributes: Object.entries(resource), droppedAttributesCount: 0 };
}

export function scopeOf({ attributes }: Origin): Scope {
  return {
    name: textIn(attributes, SCOPE_NAME),
    version: textIn(attributes, SCOPE_VERSION),
    attributes: [],
    droppedAttributesCount: 0,
  };
}

function textIn(attributes: JsonObject, key: string): string {
  const text = attributes[key];
  return typeof text === 'string' ? text : '';
}
