// What the pages Ingest and Administration make of answers and forms.
import { describe, expect, test } from '@jest/globals';
import type { IngestHealth, SenderHealth } from '../src/api/ingest.ts';
import { relativeTime } from '../src/format/relative-time.ts';
import { arrivalBetween } from '../src/state/arrival.ts';
import { credentialText } from '../src/state/credential.ts';
import { holdOrder, rangeOf, type HoldForm } from '../src/state/hold-order.ts';
import { refusalsIn } from '../src/state/refusals.ts';
import { tokenOrder, type TokenForm } from '../src/state/token-order.ts';

const AT = '2026-11-21T10:00:00.000Z';
const NOW = Date.parse(AT);

const sender = (user_agent: string, change: Partial<SenderHealth> = {}): SenderHealth => ({
  tenant: 'acme',
  user_agent,
  first_seen: AT,
  last_seen: AT,
  last_accepted_at: null,
  requests: 0,
  records: 0,
  duplicates: 0,
  rejected_requests: 0,
  rejected_records: 0,
  last_rejection: null,
  clock_skew_ms: null,
  reasons: {},
  clients: {},
  planes: {},
  datasets: {},
  signals: {},
  protocols: {},
  encodings: {},
  ...change,
});
const health = (...senders: SenderHealth[]): IngestHealth => ({
  tenant: 'acme',
  senders,
  what_to_do: { forbidden: 'look at its scopes' },
  sequence_gaps: { sessions: 0, sessions_with_gaps: 0, events: 0, missing: 0 },
});
const times = (total: number, last_seen = AT) => ({ total, last_seen });

describe('arrivals', () => {
  test('the first event is the first that anybody ever stored', () => {
    const after = health(sender('a/1', { records: 3 }));
    const arrived = [{ sender: 'a/1', stored: 3, duplicates: 0 }];
    expect(arrivalBetween(health(), after)).toEqual({ first: true, arrived, refused: [] });
    expect(arrivalBetween(health(sender('b/1', { records: 1 })), after)).toMatchObject({
      first: false,
      arrived,
    });
  });

  test('an empty export has not arrived; what was there already has', () => {
    const before = health(sender('a/1', { requests: 1, records: 3 }));
    expect(arrivalBetween(before, health(sender('a/1', { requests: 2, records: 3 })))).toMatchObject({
      arrived: [],
    });
    const again = health(sender('a/1', { requests: 2, records: 3, duplicates: 3 }));
    expect(arrivalBetween(before, again).arrived).toEqual([{ sender: 'a/1', stored: 0, duplicates: 3 }]);
  });

  test('only what was refused since counts, with its advice', () => {
    const before = health(sender('a/1', { reasons: { forbidden: times(2), unavailable: times(1) } }));
    const after = health(sender('a/1', { reasons: { forbidden: times(3), unavailable: times(1) } }));
    const refused = [{ sender: 'a/1', reason: 'forbidden', whatToDo: 'look at its scopes' }];
    expect(arrivalBetween(before, after)).toMatchObject({ arrived: [], refused });
  });
});

test('refusals are added up over senders, the most frequent first', () => {
  const later = '2026-11-21T11:00:00.000Z';
  const one = sender('a/1', { reasons: { forbidden: times(2, later), unavailable: times(5) } });
  const other = sender('b/1', { reasons: { forbidden: times(4) } });
  expect(refusalsIn(health(one, other))).toEqual([
    {
      reason: 'forbidden',
      total: 6,
      lastSeen: later,
      senders: ['a/1', 'b/1'],
      whatToDo: 'look at its scopes',
    },
    { reason: 'unavailable', total: 5, lastSeen: AT, senders: ['a/1'], whatToDo: '' },
  ]);
});

const TOKEN = `gat_${'t'.repeat(43)}`;
const LICENCE = 'eyJhbGciOiJFZERTQSJ9.eyJvcmciOiJhIn0.c2ln';

test.each([
  ['token', '', TOKEN, TOKEN],
  ['token', '', `${TOKEN}'; rm -rf /`, undefined],
  ['token', '', LICENCE, undefined],
  ['licence', 'acme', LICENCE, Buffer.from(`acme:${LICENCE}`).toString('base64')],
  ['licence', 'Köln & Söhne', LICENCE, Buffer.from(`Köln & Söhne:${LICENCE}`).toString('base64')],
  ['licence', '', LICENCE, undefined],
  ['licence', 'a:b', LICENCE, undefined],
  ['licence', 'acme', TOKEN, undefined],
] as const)('a %s of the org "%s" goes into the text where it is one', (kind, org, secret, expected) => {
  expect(credentialText({ kind, org, secret })).toBe(expected);
});

test.each([
  [-5000, 'just now'],
  [0, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 minute ago'],
  [3_600_000, '1 hour ago'],
  [86_399_999, '23 hours ago'],
  [86_400_000, 'yesterday'],
  [30 * 86_400_000, '30 days ago'],
])('%i ms later it is %s', (passed, said) => {
  expect(relativeTime(AT, NOW + passed)).toBe(said);
});

const TOKEN_FORM: TokenForm = {
  name: 'n',
  purpose: 'send',
  dataset: '',
  user: 'u@acme.example',
  expiry: '30',
};

test.each<[Partial<TokenForm>, object]>([
  [{}, { scopes: ['ingest:*'], expires_at: '2026-12-21T10:00:00.000Z' }],
  [{ dataset: 'team-a' }, { scopes: ['ingest:team-a'] }],
  [{ purpose: 'read', dataset: 'team-a' }, { scopes: ['read'] }],
  [{ purpose: 'read:own' }, { scopes: ['read:own'], user_email: 'u@acme.example' }],
  [
    { purpose: 'admin', expiry: 'never' },
    { scopes: ['admin'], expires_at: 'never' },
  ],
])('the form of a token %j', (change, expected) => {
  const order = tokenOrder({ ...TOKEN_FORM, ...change }, NOW);
  expect(order).toMatchObject(expected);
  expect('user_email' in order).toBe(change.purpose === 'read:own');
});

const HOLD_FORM: HoldForm = { hold: '', scope: 'user', value: 'v', since: 's', until: 'u', reason: '' };

test.each<[Partial<HoldForm>, object]>([
  [{}, { scope: 'user', value: 'v' }],
  [
    { scope: 'session', hold: 'h', reason: 'r' },
    { scope: 'session', value: 'v', hold: 'h', reason: 'r' },
  ],
  [{ scope: 'range' }, { scope: 'range', since: 's', until: 'u' }],
  [{ scope: 'tenant' }, { scope: 'tenant' }],
])('the form of a hold %j sends what goes with its scope', (change, expected) => {
  expect(holdOrder({ ...HOLD_FORM, ...change })).toEqual(expected);
});

test('only a range has two ends', () => {
  expect(rangeOf({ scope: 'range', value: 'a/b' })).toEqual(['a', 'b']);
  expect(rangeOf({ scope: 'session', value: 'a/b' })).toBeUndefined();
});
