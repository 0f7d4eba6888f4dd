// A case that cannot fail is worthless: receivers with one fault each are noticed by the cases they are a fault of, and by
// no others.
import { describe, expect, test } from '@jest/globals';
import { ALL_GROUPS } from '../cases/all-cases.ts';
import type { JsonReport } from '../report/json.ts';
import { DIFFERS, FAULTS, UNSEEN } from './support/faults.ts';
import { RAW_FAULTS } from './support/raw-faults.ts';
import { startRaw } from './support/raw-receiver.ts';
import { startReceiver } from './support/reference-receiver.ts';
import { brokenIn, EVERYTHING, numbersOf, report } from './support/run-against.ts';

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((one, other) => one - other);

/** @param anyway what may be broken besides */
function expectBroken(said: JsonReport, noticed: readonly number[], anyway: readonly number[] = []): void {
  const broken = [...brokenIn(said)].filter(([number]) => !anyway.includes(number));
  // Of what nobody expects, the reason is to be read.
  expect(broken.filter(([number]) => !noticed.includes(number))).toEqual([]);
  expect(sorted(broken.map(([number]) => number))).toEqual(sorted(noticed));
}

describe('a receiver with one fault', () => {
  test.concurrent.each(FAULTS)('$name', async ({ fault, noticed, skipped = [] }) => {
    const receiver = await startReceiver(fault);
    const said = await report(receiver.url);
    await receiver.close();
    expectBroken(said, noticed, DIFFERS);
    expect(numbersOf(said, 'skipped').filter((number) => !UNSEEN.includes(number))).toEqual(skipped);
  });
});

describe('a server that is hardly one', () => {
  test.concurrent.each(RAW_FAULTS)('$name', async ({ talk, only, noticed }) => {
    const receiver = await startRaw(talk);
    const chosen = only.flatMap((number) => ['--only', String(number)]);
    const said = await report(receiver.url, [...EVERYTHING, ...chosen, '--timeout', '3000']);
    await receiver.close();
    expectBroken(said, noticed);
  });
});

test('every case is noticed to be broken by some fault', () => {
  const noticed = new Set([...FAULTS, ...RAW_FAULTS].flatMap(({ noticed: numbers }) => numbers));
  const ids = ALL_GROUPS.flatMap(({ cases }) => cases.map(({ id }) => id));
  const own = ids.filter((id) => !DIFFERS.some((number) => id === `OTLP-HTTP-${number}`));
  expect(own.filter((id) => !noticed.has(Number(id.slice('OTLP-HTTP-'.length))))).toEqual([]);
});
