// Masks every string, key and number of a JSON value. The shape stays; what holds nothing is returned as it is.
import { PolicyError } from './errors.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { asName, isNaming, labelOf, labelOfElement } from './labels.ts';
import type { StructuralField } from './masker.ts';
import { createUniqueKeys } from './unique-keys.ts';

export interface WalkDeps {
  /** Masks a string that stands under `label`. */
  readonly mask: (text: string, label: string) => string;
  readonly depth: number;
}

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** Fewer digits than this are no identifier that a detector knows. */
const shortestNumber = 7;
/** Whole numbers below this one have fewer. */
const leastLong = 10 ** (shortestNumber - 1);

export interface JsonWalk {
  object(input: JsonObject, structural?: StructuralField): JsonObject;
  value(input: JsonValue, label: string): JsonValue;
}

const namedBy = (input: JsonObject): string => {
  for (const [key, value] of Object.entries(input)) if (isNaming(key)) return asName(value);
  return '';
};

interface Walker extends JsonWalk {
  at(input: JsonValue, label: string, level: number): JsonValue;
}

const maskNumber = (deps: WalkDeps, input: number, label: string): JsonValue => {
  // V8 remembers the text of each number that it was asked for, for longer than anybody needs it.
  if (Number.isInteger(input) && input >= 0 && input < leastLong) return input;
  const text = String(input);
  if (text.length < shortestNumber) return input;
  const masked = deps.mask(text, label);
  return masked === text ? input : masked;
};

const maskList = (walker: Walker, input: readonly JsonValue[], around: string, level: number): JsonValue => {
  const masked = input.map((item, i) => walker.at(item, labelOfElement(input[i - 1], around), level + 1));
  return masked.some((item, i) => item !== input[i]) ? masked : input;
};

interface Place {
  readonly around: string;
  readonly level: number;
  readonly structural?: StructuralField | undefined;
}

const maskObject = (deps: WalkDeps, walker: Walker, input: JsonObject, place: Place): JsonObject => {
  const named = namedBy(input);
  const names: string[] = [];
  const items: JsonValue[] = [];
  let changed = false;
  for (const [key, item] of Object.entries(input)) {
    const name = deps.mask(key, '');
    const stands = typeof item === 'string' && place.structural?.(key, item) === true;
    const masked = stands ? item : walker.at(item, labelOf(key, named, place.around), place.level + 1);
    changed ||= masked !== item || name !== key;
    names.push(name);
    items.push(masked);
  }
  return changed ? objectOf(names, items) : input;
};

const objectOf = (names: readonly string[], items: readonly JsonValue[]): JsonObject => {
  const unique = createUniqueKeys();
  // fromEntries defines own properties, so a `__proto__` key stays a plain key.
  return Object.fromEntries(items.map((item, index) => [unique(names[index] ?? ''), item]));
};

/** Builds the walk; objects nested deeper than `depth` throw PolicyError `size_budget_spent`. */
export function createWalk(deps: WalkDeps): JsonWalk {
  const walker: Walker = {
    object: (input, structural) => maskObject(deps, walker, input, { around: '', level: 0, structural }),
    value: (input, label) => walker.at(input, label, 0),
    at(input, label, level) {
      if (typeof input === 'string') return deps.mask(input, label);
      if (typeof input === 'number') return maskNumber(deps, input, label);
      if (typeof input !== 'object' || input === null) return input;
      if (level > deps.depth) {
        throw new PolicyError(
          'size_budget_spent',
          `JSON nests deeper than ${deps.depth} levels; withhold the content.`,
        );
      }
      return isArray(input)
        ? maskList(walker, input, label, level)
        : maskObject(deps, walker, input, { around: label, level });
    },
  };
  return walker;
}
