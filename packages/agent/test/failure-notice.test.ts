import { expect, test } from '@jest/globals';
import { AuditError } from '@governance-agent/audit-core';
import { fixedClock } from '@governance-agent/testkit';
import { createFailureNotice } from '../src/failure-notice.ts';

test('names codes, never messages, and not more often than once in ten seconds', () => {
  const lines: string[] = [];
  const keep = (message: string, fields: object = {}): void =>
    void lines.push(message + JSON.stringify(fields));
  const clock = fixedClock();
  const notice = createFailureNotice({ logger: { error: keep, warn: keep, info: keep, debug: keep }, clock });
  const cause = Object.assign(new Error('duplicate key (jane.doe@example.com)'), { code: '23505' });
  const error = new AuditError('store_unavailable', 'jane.doe@example.com', { cause });
  notice('logs', error);
  notice('logs', error);
  notice('logs', new TypeError('jane.doe@example.com'));
  clock.advance(10_000);
  notice('logs', error);
  notice('logs', 'thrown text');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('store_unavailable < 23505');
  expect(lines.join()).not.toContain('jane');
});
