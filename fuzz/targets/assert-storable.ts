// What every text that comes out of a decoder has to be: well-formed UTF-16 without NUL, in plain objects.
import assert from 'node:assert/strict';

export function assertStorable(value: unknown): void {
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'a lone surrogate came through');
    assert(!value.includes('\0'), 'U+0000 came through');
  } else if (typeof value === 'object' && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    assert(
      Array.isArray(value) || prototype === Object.prototype || prototype === null,
      'a foreign prototype',
    );
    for (const [key, item] of Object.entries(value)) {
      assertStorable(key);
      assertStorable(item);
    }
  }
}
