// The requests that are sent hold everything that the captures hold, once.
import { expect, test } from '@jest/globals';
import { countRequests, generateRuns } from '../../src/demo/generate-requests.ts';
import { items, plan, requestsOf } from './generated.ts';

const visits = plan({ days: 3, users: 2 });
const runs = [...generateRuns(visits)];

test('a run is one request for each signal, with every record and point in order', () => {
  runs.forEach((run, index) => {
    const visit = visits[index];
    if (visit === undefined) throw new Error('a run of nobody');
    expect(new Set(run.map(({ signal }) => signal)).size).toBe(run.length);
    const inOrder = requestsOf(visit).toSorted((a, b) => a.signal.localeCompare(b.signal));
    expect(items(run)).toEqual(items(inOrder));
  });
  expect(runs).toHaveLength(visits.length);
});

test('the count is right before anything is made', () => {
  expect(countRequests(visits)).toBe(runs.flat().length);
});

test('the same plan gives the same bytes', () => {
  expect(JSON.stringify([...generateRuns(visits)])).toBe(JSON.stringify(runs));
});
