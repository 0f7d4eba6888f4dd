// Both loops against connections that answer when they are told to.
import { describe, expect, it } from '@jest/globals';
import type { Connection } from '../ingest/connection.ts';
import { closedLoop, openLoop } from '../ingest/load.ts';
import { steadySchedule } from '../ingest/schedule.ts';

const requests = Array.from({ length: 10 }, (_, index) => Buffer.from(`request ${index}`));

/** Answers nothing until as many requests are under way as are waited for. */
function holdingBack(held: number) {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  let closed = 0;
  const connect = (): Connection => ({
    send: (request) =>
      new Promise((resolve) => {
        sent.push(request.toString());
        answers.push(() => resolve(200));
        if (sent.length >= held) answers.splice(0).forEach((answer) => answer());
      }),
    close: () => void (closed += 1),
  });
  return { connect, sent, closed: () => closed };
}

describe('an open loop', () => {
  it('sends what is due though nothing was answered yet, over a connection of its own each', async () => {
    const server = holdingBack(10);
    const result = await openLoop(
      { requests, connect: server.connect, connections: 1 },
      steadySchedule(10_000, 20, 10),
    );
    expect(server.sent).toHaveLength(10);
    expect(result).toMatchObject({ statuses: { 200: 10 }, connections: 10 });
    expect([...result.taken].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(server.closed()).toBe(10);
  });

  it('counts latency from when a request was due: the first waited longest', async () => {
    const server = holdingBack(10);
    const schedule = steadySchedule(10_000, 20, 10);
    const { latencies } = await openLoop({ requests, connect: server.connect, connections: 1 }, schedule);
    const [first = 0] = latencies;
    const last = latencies.at(-1) ?? 0;
    expect(first - last).toBeGreaterThan(schedule.due(9) * 0.9);
  });

  it('lasts at least as long as was planned', async () => {
    const server = holdingBack(1);
    const { seconds } = await openLoop(
      { requests, connect: server.connect, connections: 1 },
      steadySchedule(10_000, 20, 10),
    );
    expect(seconds).toBeGreaterThanOrEqual(0.02);
  });
});

describe('a closed loop', () => {
  it('counts what was refused as one without end', async () => {
    const statuses = [200, 503, 0];
    const connect = (): Connection => ({
      send: () => Promise.resolve(statuses.shift() ?? 200),
      close: () => undefined,
    });
    const result = await closedLoop({ requests: requests.slice(0, 3), connect, connections: 1 });
    expect(result).toMatchObject({ statuses: { 0: 1, 200: 1, 503: 1 }, taken: [0] });
    expect(result.latencies.map(Number.isFinite)).toEqual([true, false, false]);
  });

  it('has one request under way on each connection, and sends each request once', async () => {
    const server = holdingBack(2);
    const result = await closedLoop({ requests, connect: server.connect, connections: 2 });
    expect([...server.sent].sort()).toEqual(requests.map(String).sort());
    expect(result).toMatchObject({ statuses: { 200: 10 }, connections: 2 });
    expect(server.closed()).toBe(2);
  });
});
