// AnyValue as OTLP/JSON writes it: one of its fields is set, or none.
import { profileString } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import { checkDepth, countNode, type DecodeBudget } from '../budget.ts';
import { keyValueList } from '../key-value-list.ts';
import type { Attribute } from '../model.ts';
import { exactInteger, finiteNumber } from '../numbers.ts';
import { field, isFields, listField, objectField, textField, type JsonFields } from './fields.ts';

/** `body: null`, `value: {}` and unknown forms are null. Throws `malformed`, which costs that record only. */
export function anyValueFromJson(value: unknown, budget: DecodeBudget, depth: number): JsonValue {
  countNode(budget);
  if (!isFields(value)) return null;
  const text = field(value, 'stringValue', 'string_value');
  if (typeof text === 'string') return profileString(text);
  return numberValue(value) ?? listValue(value, budget, depth) ?? otherValue(value);
}

function numberValue(value: JsonFields): JsonValue | undefined {
  const integer = field(value, 'intValue', 'int_value');
  if (typeof integer === 'number') return integerFromNumber(integer);
  if (typeof integer === 'string' && /^[+-]?\d{1,20}$/.test(integer))
    return exactInteger(integer.replace('+', ''));
  const double = field(value, 'doubleValue', 'double_value');
  if (typeof double === 'number') return finiteNumber(double);
  // The proto3 JSON mapping writes NaN and the infinities as text, and allows any double as text.
  return typeof double === 'string' && double.trim() !== '' ? finiteNumber(Number(double)) : undefined;
}

function integerFromNumber(value: number): JsonValue {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return Number.isInteger(value) ? BigInt(value).toString() : finiteNumber(value);
}

function listValue(value: JsonFields, budget: DecodeBudget, depth: number): JsonValue | undefined {
  const array = field(value, 'arrayValue', 'array_value');
  if (isFields(array)) {
    checkDepth(budget, depth + 1);
    return listField(field(array, 'values'), 'arrayValue.values').map((item) =>
      anyValueFromJson(item, budget, depth + 1),
    );
  }
  const list = field(value, 'kvlistValue', 'kvlist_value');
  if (!isFields(list)) return undefined;
  checkDepth(budget, depth + 1);
  const entries = listField(field(list, 'values'), 'kvlistValue.values');
  return keyValueList(entries.map((entry) => keyValueFromJson(entry, budget, depth + 1)));
}

function otherValue(value: JsonFields): JsonValue {
  const bool = field(value, 'boolValue', 'bool_value');
  if (typeof bool === 'boolean') return bool;
  if (bool === 'true' || bool === 'false') return bool === 'true';
  const bytes = field(value, 'bytesValue', 'bytes_value');
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString('base64') : null;
}

/** One KeyValue; the value may be absent. Throws `malformed` when it is no object. */
export function keyValueFromJson(entry: unknown, budget: DecodeBudget, depth: number): Attribute {
  const fields = objectField(entry, 'an attribute');
  return [textField(field(fields, 'key')), anyValueFromJson(field(fields, 'value'), budget, depth)];
}
