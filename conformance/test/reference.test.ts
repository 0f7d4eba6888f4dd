// Our own receiver keeps every rule that there is no choice about, and the suite says where it differs.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ALL_GROUPS } from '../cases/all-cases.ts';
import type { JsonReport } from '../report/json.ts';
import { startReceiver, type Receiver } from './support/reference-receiver.ts';
import { numbersOf, report } from './support/run-against.ts';

let receiver: Receiver;
let said: JsonReport;
beforeAll(async () => {
  receiver = await startReceiver();
  said = await report(receiver.url);
});
afterAll(() => receiver.close());

test('every case was run', () => {
  expect(said.results.map(({ id }) => id)).toEqual(
    ALL_GROUPS.flatMap(({ cases }) => cases.map(({ id }) => id)),
  );
  expect(said.summary.cases).toBe(189);
});

test('no MUST is broken', () => {
  expect(said.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test('it differs in one: names of enum values are read', () => {
  expect(numbersOf(said, 'differs')).toEqual([225]);
});

test('nothing is left out but what needs a receiver that is too busy', () => {
  expect(numbersOf(said, 'skipped')).toEqual([904, 905]);
});
