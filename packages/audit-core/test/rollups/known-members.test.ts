// Who is remembered is remembered whole: nobody finds what is still being kept, and it does not replace what came meanwhile.
import { expect, test } from '@jest/globals';
import { createKnownMembers } from '../../src/rollups/known-members.ts';
import type { Newcomer } from '../../src/rollups/newcomer.ts';
import { runAtOnce } from '../../src/steps.ts';

const STRANDS = ['none', 'event'].map((dimension) => ({ dimension, value: '=x' }));
const [NONE = { dimension: '', value: '' }] = STRANDS;
const visits = (name: string, hour: number): Newcomer[] =>
  STRANDS.map((strand) => ({
    ...strand,
    ...{ hour, kind: 'user' as const, name, member: name, before: null, after: null },
  }));

function landed(head: string) {
  const known = createKnownMembers();
  known.landingOn('acme', head);
  known.rollingUpBy('acme', []);
  return known;
}

test('members are remembered with the head that they were kept with, in every strand', () => {
  const known = landed('first');
  runAtOnce(known.keep('acme', 'second', [...visits('anna', 3), ...visits('bert', 4)]));
  known.landingOn('acme', 'second');
  for (const strand of STRANDS)
    expect([...(known.at('acme', strand)?.user.keys() ?? [])]).toEqual(['anna', 'bert']);
  known.landingOn('acme', 'third');
  expect(known.at('acme', NONE)).toBeUndefined();
});

test('nobody is found while a group is being kept, and everybody once it is', () => {
  const known = landed('first');
  runAtOnce(known.keep('acme', 'second', visits('anna', 3)));
  const keeping = known.keep('acme', 'third', [...visits('bert', 4), ...visits('cleo', 5)]);
  for (let step = keeping.next(); step.done !== true; step = keeping.next())
    expect(known.at('acme', NONE)).toBeUndefined();
  known.landingOn('acme', 'third');
  expect([...(known.at('acme', NONE)?.user.keys() ?? [])]).toEqual(['anna', 'bert', 'cleo']);
});

test('a group that lands meanwhile stays with what it found itself', () => {
  const known = landed('first');
  const keeping = known.keep('acme', 'second', visits('anna', 3));
  keeping.next();
  known.landingOn('acme', 'second');
  known.rollingUpBy('acme', []);
  expect(known.at('acme', NONE)).toBeUndefined();
  runAtOnce(keeping);
  expect(known.at('acme', NONE)).toBeUndefined();
  runAtOnce(known.keep('acme', 'third', visits('bert', 4)));
  known.landingOn('acme', 'third');
  expect([...(known.at('acme', NONE)?.user.keys() ?? [])]).toEqual(['bert']);
});
