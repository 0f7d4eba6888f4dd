import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTenantRate } from '../../src/load/tenant-rate.ts';
import { logsJson } from '../http/support/messages.ts';
import { JSON_TYPE, post } from '../http/support/post.ts';
import { startServer } from '../http/support/test-server.ts';

describe('the bucket of a tenant', () => {
  test('holds two seconds, lets the last body in whole, and is paid off with time', () => {
    let now = 0;
    const rate = createTenantRate({ bytesPerSecond: 100, now: () => now });
    rate.charge('a', 150);
    rate.assertSolvent('a');
    rate.charge('a', 250);
    expect(() => rate.assertSolvent('a')).toThrow('more than it may');
    expect(() => rate.assertSolvent('b')).not.toThrow();
    now = 2000;
    expect(() => rate.assertSolvent('a')).toThrow('more than it may');
    now = 2010;
    expect(() => rate.assertSolvent('a')).not.toThrow();
  });

  test('never lets more in than its rate, its burst and one body', () => {
    const step = fc.record({ wait: fc.nat(500), bytes: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), (steps) => {
        let now = 0;
        let taken = 0;
        const rate = createTenantRate({ bytesPerSecond: 1000, now: () => now });
        for (const { wait, bytes } of steps) {
          now += wait;
          try {
            rate.assertSolvent('a');
          } catch {
            continue;
          }
          rate.charge('a', bytes);
          taken += bytes;
        }
        expect(taken).toBeLessThanOrEqual(now + 2000 + 1000);
      }),
    );
  });
});

test('above its rate a tenant is answered 429 with Retry-After, before its body is read', async () => {
  const body = logsJson(1);
  const server = await startServer({ settings: { tenantBytesPerSecond: 1 } });
  const send = () => post(`${server.url}/v1/logs`, { body, headers: JSON_TYPE });
  const [first, second] = [await send(), await send()];
  await server.close();
  expect([first.status, second.status]).toEqual([200, 429]);
  expect(Number(second.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  expect(Number(second.headers['retry-after'])).toBeLessThanOrEqual(3);
  expect(server.ports.counted.map(({ what }) => what)).toContain('rate_limited');
});
