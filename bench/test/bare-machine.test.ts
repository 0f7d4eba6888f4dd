// The server that only syncs and answers is there, and what is stolen is a share.
import { expect, it } from '@jest/globals';
import { machineTicks, stolenShare } from '../cpu.ts';
import { measureBareMachine } from '../ingest/bare-machine.ts';

it('measures what the machine allows', async () => {
  const shape = { encoding: 'protobuf', gzip: false, size: 20 } as const;
  const { p50, p99 } = await measureBareMachine({ shape, first: 1, connections: 1 }, 400, 1);
  expect(p50).toBeGreaterThan(0);
  expect(p99).toBeLessThan(Infinity);
});

it('counts what is stolen of all processors', async () => {
  const share = stolenShare(await machineTicks(), await machineTicks());
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
  expect(stolenShare({ stolen: 10, all: 1000 }, { stolen: 30, all: 1400 })).toBe(0.05);
});
