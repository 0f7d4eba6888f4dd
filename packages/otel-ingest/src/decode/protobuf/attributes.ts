// The attribute list of a record, a resource or a scope, up to the limit.
import type { DecodeBudget } from '../budget.ts';
import type { Attribute } from '../model.ts';
import { readKeyValue } from './any-value.ts';
import type { WireReader } from './wire.ts';

/** A list being read. `surplus` counts the attributes over the limit: skipped, reported, never silently lost. */
export interface AttributeList {
  readonly attributes: Attribute[];
  surplus: number;
}

export function attributeList(): AttributeList {
  return { attributes: [], surplus: 0 };
}

/** Reads the KeyValue at the reader into the list, or steps over it when the list is full. */
export function readAttribute(reader: WireReader, budget: DecodeBudget, list: AttributeList): void {
  if (list.attributes.length < budget.limits.maxAttributes) {
    list.attributes.push(readKeyValue(reader, budget, 0));
  } else {
    reader.skip(reader.size());
    list.surplus += 1;
    budget.surplusAttributes += 1;
  }
}
