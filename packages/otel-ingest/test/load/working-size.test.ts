import { describe, expect, test } from '@jest/globals';
import { createWorkingSize, type Turn } from '../../src/load/working-size.ts';

const MIB = 1024 * 1024;
const TARGET = 1000;
const fast: Turn = { bytes: MIB, amongBytes: MIB, milliseconds: 10 };
const grown = Array<Turn>(7).fill(fast);

function among(mebibytes: number, milliseconds: number): Turn {
  return { bytes: MIB, amongBytes: mebibytes * MIB, milliseconds };
}

describe('the bytes in work', () => {
  test.each([
    { name: 'nothing is known yet', turns: [], size: 1 },
    { name: 'fast', turns: [fast, fast], size: 3 },
    { name: 'always fast', turns: [...grown, ...grown], size: 8 },
    { name: 'slow', turns: [...grown, among(8, 2000)], size: 4 },
    { name: 'slow, and as slow with less', turns: [...grown, among(8, 2000), among(4, 2000)], size: 2 },
    { name: 'all that began together', turns: [...grown, ...Array<Turn>(9).fill(among(8, 2000))], size: 4 },
    { name: 'slow, however little', turns: [...grown, among(1, 60_000)], size: 1 },
    { name: 'slow for its size alone', turns: [...grown, among(64, 4000)], size: 8 },
    { name: 'neither slow nor fast', turns: [...grown, among(8, 2000), among(4, 750)], size: 4 },
    { name: 'fast again', turns: [...grown, among(8, 2000), fast], size: 5 },
  ])('$name', ({ turns, size }) => {
    const working = createWorkingSize({ most: 8 * MIB, target: TARGET });
    for (const turn of turns) working.worked(turn);
    expect(working.bytes()).toBe(size * MIB);
  });

  test('a limit below the least is kept', () => {
    const working = createWorkingSize({ most: 1000, target: TARGET });
    working.worked({ bytes: 10, amongBytes: 10, milliseconds: 5000 });
    working.worked({ bytes: 10, amongBytes: 10, milliseconds: 5 });
    expect(working.bytes()).toBe(1000);
  });
});
