// What makes an agent say that it is not ready, and for how long.
import { expect, test } from '@jest/globals';
import { AuditError } from '@governance-agent/audit-core';
import { fixedClock } from '@governance-agent/testkit';
import { createStoreTrouble } from '../src/store-trouble.ts';

const failure = (code: ConstructorParameters<typeof AuditError>[0], cause?: string) =>
  new AuditError(code, 'jane.doe@example.com', {
    cause: cause === undefined ? undefined : Object.assign(new Error('jane.doe'), { code: cause }),
  });

test.each([
  ['a full disk', failure('store_unavailable', 'SQLITE_FULL'), 'store_unavailable < SQLITE_FULL'],
  ['a server that shuts down', failure('store_unavailable', '57P01'), 'store_unavailable < 57P01'],
  ['a device that does not sign', failure('signing_failed'), 'signing_failed'],
  ['a row that is refused for what it holds', failure('store_unavailable', '22P02'), undefined],
  ['a chain that was set back', failure('rolled_back'), undefined],
  ['a chain of another key', failure('key_mismatch'), undefined],
  ['a queue that is full', failure('queue_full'), undefined],
  ['something else', new TypeError('jane.doe'), undefined],
])('%s', (_name, error, expected) => {
  const clock = fixedClock();
  const trouble = createStoreTrouble({ clock });
  trouble.failed(error);
  expect(trouble.newest()).toBe(expected);
  clock.advance(30_000);
  expect(trouble.newest()).toBeUndefined();
});

test('is over with the first row that is stored', () => {
  const trouble = createStoreTrouble({ clock: fixedClock() });
  trouble.failed(failure('store_unavailable'));
  trouble.stored();
  expect(trouble.newest()).toBeUndefined();
});
