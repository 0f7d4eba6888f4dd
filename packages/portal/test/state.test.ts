// What the page knows of a login, and how the stream and the pages of the feed make one list.
import { describe, expect, test } from '@jest/globals';
import { inFront } from '../src/state/in-front.ts';
import { ASKING, ended, entered, refused, unanswered } from '../src/state/login.ts';

test.each([
  [[], [3, 2], [3, 2]],
  [
    [4, 5],
    [3, 2],
    [5, 4, 3, 2],
  ],
  [
    [3, 4],
    [3, 2],
    [4, 3, 2],
  ],
  [[1, 2], [], [2, 1]],
])('%j of the stream in front of %j listed', (fresh, listed, shown) => {
  const rows = (seqs: readonly number[]) => seqs.map((seq) => ({ seq }));
  expect(inFront(rows(fresh), rows(listed))).toEqual(rows(shown));
});

describe('a login', () => {
  const of = (csrf: string) =>
    entered(ASKING, {
      tenant: 'acme',
      org: 'acme',
      role: 'auditor',
      scopes: ['read'],
      logout_url: null,
      user_email: null,
      csrf,
      expires_at: null,
    });

  test('stays the very same while the session does', () => {
    const before = of('one');
    if (before.phase !== 'in') throw new Error('not in');
    expect(entered(before, { ...before.identity })).toBe(before);
    expect(unanswered(before, new Error('down'))).toBe(before);
  });

  test('that was never there has not expired', () => {
    expect(refused(ASKING)).toEqual({ phase: 'out', expired: false });
    expect(refused(of('one'))).toEqual({ phase: 'out', expired: true });
  });

  test('does not end because of a late answer to the one before', () => {
    expect(ended(of('two'), 'one')).toEqual(of('two'));
    expect(ended(of('two'), 'two')).toEqual({ phase: 'out', expired: true });
    // A second refusal does not take the reason away.
    expect(refused(refused(of('one')))).toEqual({ phase: 'out', expired: true });
  });
});
