// The instrumentation scope in OTLP/JSON.
import type { DecodeBudget } from '../budget.ts';
import type { Scope } from '../model.ts';
import { attributesFromJson } from './attributes.ts';
import { field, objectField, textField, type JsonFields } from './fields.ts';

/** @param entry what holds the scope: a ScopeLogs or ScopeMetrics. */
export function scopeFromJson(entry: JsonFields, budget: DecodeBudget): Scope {
  const scope = objectField(field(entry, 'scope'), 'scope');
  return {
    name: textField(field(scope, 'name')),
    version: textField(field(scope, 'version')),
    ...attributesFromJson(scope, budget),
  };
}
