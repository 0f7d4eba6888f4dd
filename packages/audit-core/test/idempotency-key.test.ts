import { describe, expect, test } from '@jest/globals';
import { idempotencyKey } from '../src/idempotency-key.ts';

describe('idempotencyKey', () => {
  test('sorts by client time and tells identities apart', () => {
    const earlier = idempotencyKey(1n, 'b');
    const later = idempotencyKey(2n, 'a');
    expect(earlier < later).toBe(true);
    expect(idempotencyKey(1n, 'b')).toBe(earlier);
    expect(idempotencyKey(1n, 'c')).not.toBe(earlier);
    expect(earlier).toHaveLength(38);
  });

  test.each([-1n, 2n ** 70n])('clamps a time outside 64 bits: %s', (time) => {
    expect(idempotencyKey(time, 'x')).toHaveLength(38);
  });
});
