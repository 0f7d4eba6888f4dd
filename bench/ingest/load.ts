// Sends prepared requests: as fast as they are answered (closed loop), or each when it is due (open loop).
import type { Connection } from './connection.ts';
import type { Schedule } from './schedule.ts';

export interface LoadResult {
  /** milliseconds, one a request, in the order of the answers; endless where it was not taken, so that refusals speed nothing up */
  readonly latencies: readonly number[];
  /** requests that were answered with 200, counted from 0 */
  readonly taken: readonly number[];
  /** requests by status; 0: the connection broke */
  readonly statuses: Readonly<Record<string, number>>;
  /** from the first request to the last answer; of an open loop at least as long as it was planned */
  readonly seconds: number;
  /** most connections that were open at once */
  readonly connections: number;
}

export interface Load {
  readonly requests: readonly Buffer[];
  readonly connect: () => Connection;
  readonly connections: number;
}

export async function closedLoop({ requests, connect, connections }: Load): Promise<LoadResult> {
  const log = createLog();
  let next = 0;
  const worker = async (): Promise<void> => {
    const connection = connect();
    for (let index = next++; index < requests.length; index = next++) {
      const start = performance.now();
      const status = await connection.send(requests[index] ?? Buffer.alloc(0));
      log.answered(index, status, start);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return log.result(connections);
}

/** Past this many connections a request waits for a free one; its latency counts from when it was due all the same. */
const MOST_CONNECTIONS = 2000;

/** @param load `connections` is ignored: one more is opened whenever none is free */
export async function openLoop({ requests, connect }: Load, schedule: Schedule): Promise<LoadResult> {
  const log = createLog();
  const start = performance.now();
  const free: Connection[] = [];
  const all: Connection[] = [];
  const waiting: number[] = [];
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let answers = 0;

  const take = (): Connection | undefined => {
    const idle = free.pop();
    if (idle !== undefined || all.length === MOST_CONNECTIONS) return idle;
    const opened = connect();
    all.push(opened);
    return opened;
  };
  const send = async (index: number): Promise<void> => {
    const connection = take();
    if (connection === undefined) return void waiting.push(index);
    const status = await connection.send(requests[index] ?? Buffer.alloc(0));
    log.answered(index, status, start + schedule.due(index));
    free.push(connection);
    answers += 1;
    const late = waiting.shift();
    if (late !== undefined) void send(late);
    if (answers === requests.length) resolve(undefined);
  };
  let sent = 0;
  const tick = (): void => {
    for (const due = schedule.dueBy(performance.now() - start); sent < due; sent += 1) void send(sent);
    if (sent < requests.length) setTimeout(tick, Math.max(0, start + schedule.due(sent) - performance.now()));
  };
  tick();
  await promise;
  for (const connection of all) connection.close();
  const result = log.result(all.length);
  return { ...result, seconds: Math.max(result.seconds, schedule.due(requests.length) / 1000) };
}

function createLog() {
  const latencies: number[] = [];
  const taken: number[] = [];
  const statuses: Record<string, number> = {};
  const start = performance.now();
  return {
    answered: (index: number, status: number, since: number): void => {
      if (status === 200) taken.push(index);
      latencies.push(status === 200 ? performance.now() - since : Infinity);
      statuses[status] = (statuses[status] ?? 0) + 1;
    },
    result: (connections: number): LoadResult => ({
      ...{ latencies, taken, statuses, connections },
      seconds: (performance.now() - start) / 1000,
    }),
  };
}
