// The program of the load generator, a process of its own: makes requests, warms up, says `ready`, waits for `go`, sends, reports.
import { createConnection, type Connection } from './connection.ts';
import { closedLoop, openLoop, type LoadResult } from './load.ts';
import { requestBytes, type RequestShape, type Target } from './requests.ts';
import { steadySchedule } from './schedule.ts';

export interface LoadPlan {
  readonly target: Target;
  readonly shape: RequestShape;
  /** number of the first record */
  readonly first: number;
  readonly requests: number;
  /** requests before those, not measured: code that ran often enough to be compiled is what a long-lived agent runs */
  readonly warmup: number;
  /** of a closed loop */
  readonly connections: number;
  /** rows a second of an open loop; undefined: closed loop */
  readonly rate: number | undefined;
}

export interface GeneratorReport extends LoadResult {
  /** of this process, while it sent */
  readonly cpuSeconds: number;
}

const WARMUP_CONNECTIONS = 8;

/** Resolves once it is sent: a report is longer than what a pipe holds. */
const tell = (message: 'ready' | GeneratorReport): Promise<unknown> =>
  new Promise((resolve) => process.send?.(message, resolve));

async function run(plan: LoadPlan): Promise<GeneratorReport> {
  const { target, shape, first, rate, connections } = plan;
  const all = Array.from({ length: plan.warmup + plan.requests }, (_, index) =>
    requestBytes(target, shape, first + index * shape.size),
  );
  const connect = (): Connection => createConnection(target.host, target.port);
  await closedLoop({ requests: all.slice(0, plan.warmup), connect, connections: WARMUP_CONNECTIONS });
  const requests = all.slice(plan.warmup);
  const load = { requests, connections, connect };
  const go = new Promise((resolve) => process.once('message', resolve));
  await tell('ready');
  await go;
  const before = process.cpuUsage();
  const result = await (rate === undefined
    ? closedLoop(load)
    : openLoop(load, steadySchedule(rate, shape.size, requests.length)));
  const { user, system } = process.cpuUsage(before);
  return { ...result, cpuSeconds: (user + system) / 1e6 };
}

process.once('message', (plan: LoadPlan) => {
  void run(plan)
    .then(tell)
    .then(() => process.disconnect());
});
