// Whether a replica follows, told by row numbers: it has what the primary had half a minute ago.
import { expect, test } from '@jest/globals';
import { createReplicaHistory } from '../../src/replica/replica-history.ts';

const sizes = (acme: number, globex = 0): Map<string, number> =>
  new Map([['acme', acme], ...(globex > 0 ? [['globex', globex] as const] : [])]);
const heads = (acme: number, globex = 0) =>
  new Map([...sizes(acme, globex)].map(([tenant, size]) => [tenant, { size, hash: '' }]));

/** Looks at the primary: seconds, and the sizes then. */
type Looks = readonly (readonly [number, Map<string, number>])[];

test.each<[string, Looks, ReturnType<typeof heads>, boolean]>([
  ['nothing is known of the primary', [], heads(10), false],
  ['everything is there', [[0, sizes(10)]], heads(10), true],
  ['more is there already', [[0, sizes(10)]], heads(12), true],
  ['at the first look, a row is missing', [[0, sizes(10)]], heads(9), false],
  ['a chain is missing', [[0, sizes(10, 1)]], heads(10), false],
  ['one of two chains is behind', [[0, sizes(10, 5)]], heads(10, 4), false],
  [
    'the primary went on a moment ago',
    [
      [0, sizes(10)],
      [29, sizes(20)],
    ],
    heads(10),
    true,
  ],
  [
    'what came half a minute ago is missing',
    [
      [0, sizes(10)],
      [5, sizes(20)],
      [35, sizes(20)],
    ],
    heads(10),
    false,
  ],
  [
    'what came half a minute ago is there',
    [
      [0, sizes(10)],
      [5, sizes(20)],
      [35, sizes(30)],
    ],
    heads(20),
    true,
  ],
  [
    'a chain began a moment ago',
    [
      [0, sizes(10)],
      [5, sizes(10, 3)],
    ],
    heads(10),
    true,
  ],
  [
    'the primary was away for long, and nothing came',
    [
      [0, sizes(10)],
      [900, sizes(10)],
    ],
    heads(10),
    true,
  ],
])('%s', (_, looks, found, expected) => {
  const history = createReplicaHistory();
  for (const [seconds, at] of looks) history.add(at, seconds * 1000);
  expect(history.isFollowed(found)).toBe(expected);
});
