// Which key speaks for a JSON value: its own, the name beside it, or the key of the list or object around it.

/** Keys under which a name stands whose value is a sibling: `{"name":"DB_PASSWORD","value":"…"}`. */
const naming = new Set(['name', 'key', 'header', 'variable', 'field', 'param', 'label']);
/** Keys that say nothing themselves. */
const neutral = new Set([
  'value',
  'values',
  'val',
  'stringvalue',
  'intvalue',
  'doublevalue',
  'arrayvalue',
  'data',
]);

export const isNaming = (key: string): boolean => naming.has(key.toLowerCase());

/** `named` is what a naming sibling holds, `around` the label of the enclosing object or list. */
export function labelOf(key: string, named: string, around: string): string {
  if (!neutral.has(key.toLowerCase())) return key;
  if (named !== '') return named;
  return around === '' ? key : around;
}

/** In a list of arguments the flag speaks for the next element: `["--password", "…"]`. */
export function labelOfElement(previous: unknown, around: string): string {
  if (typeof previous !== 'string' || previous.length > 64) return around;
  return /^--?[A-Za-z]/.test(previous) ? previous : around;
}

const longestLabel = 64;

/** A name that is too long to be one says nothing. */
export const asName = (value: unknown): string =>
  typeof value === 'string' && value.length <= longestLabel ? value : '';
