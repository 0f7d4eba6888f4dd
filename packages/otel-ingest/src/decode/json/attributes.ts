// The attribute list of a record, a resource or a scope in OTLP/JSON, up to the limit.
import type { DecodeBudget } from '../budget.ts';
import type { Attributes } from '../model.ts';
import { keyValueFromJson } from './any-value.ts';
import { field, listField, uint32Field, type JsonFields } from './fields.ts';

export function attributesFromJson(owner: JsonFields, budget: DecodeBudget): Attributes {
  const entries = listField(field(owner, 'attributes'), 'attributes');
  const { maxAttributes } = budget.limits;
  const surplus = Math.max(0, entries.length - maxAttributes);
  budget.surplusAttributes += surplus;
  const dropped = uint32Field(field(owner, 'droppedAttributesCount', 'dropped_attributes_count'));
  return {
    attributes: entries.slice(0, maxAttributes).map((entry) => keyValueFromJson(entry, budget, 0)),
    droppedAttributesCount: dropped + surplus,
  };
}
