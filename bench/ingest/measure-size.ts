// One row of the table: requests of one size into a store of their own. In a closed loop also at half of what was reached.
import { percentile, signRate } from '../measure.ts';
import { openBenchStore, type BenchStore } from '../store/bench-store.ts';
import { measureBareMachine, type BareMachine } from './bare-machine.ts';
import type { RunningAgent } from './agent-process.ts';
import { chainSize, drive, type Phase, type PhasePlan } from './drive.ts';
import { rowsPerSecond, type IngestSettings } from './settings.ts';

export interface SizeReport {
  readonly size: number;
  readonly description: string;
  /** S just before: a machine is not as fast at any time */
  readonly signRate: number;
  /** just before, where a rate was given */
  readonly bare: BareMachine | undefined;
  readonly phase: Phase;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** rows a second that were acknowledged */
  readonly rowsPerSecond: number;
  /** resident memory at most of a fresh agent at half that rate; undefined where a rate was given */
  readonly halfLoadMiB: number | undefined;
  /** Of the whole chain, with what was there before. */
  readonly verdict: Verdict;
}

export interface Verdict {
  readonly verdict: string;
  readonly mode: string;
  readonly rows: number;
}

/** Longest a run at half the load takes: memory has found its level by then. */
const HALF_LOAD_SECONDS = 20;
/** Every signature of a long chain takes minutes; hashes and checkpoints cover each row all the same. */
const DEEP_UP_TO = 500_000;

export async function measureSize(settings: IngestSettings, size: number): Promise<SizeReport> {
  const { database, fill } = settings;
  const rate = signRate();
  const store = await openBenchStore({ database, rows: fill, use: 'write' });
  try {
    const plan = planOf(settings, size, fill + (await chainSize(store)), rate);
    const bare = plan.rate === undefined ? undefined : await measureBareMachine(plan, plan.rate);
    const { phase, answer } = await drive(store, plan, verify(fill));
    const reached = phase.acknowledged / phase.seconds;
    // Half of nothing is no load.
    const hasHalf = settings.rate === undefined && reached > 1;
    const halfLoadMiB = hasHalf ? await halfLoad(store, plan, reached / 2) : undefined;
    const { latencies } = phase;
    return {
      ...{ size, description: store.description, signRate: rate, bare },
      ...{ phase, rowsPerSecond: reached, halfLoadMiB, verdict: answer },
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      worst: percentile(latencies, 1),
    };
  } finally {
    await store.close();
  }
}

function planOf(settings: IngestSettings, size: number, first: number, signed: number): PhasePlan {
  const { encoding, gzip, records, warmup, connections, rate } = settings;
  return {
    shape: { encoding, gzip, size },
    requests: Math.max(1, Math.floor(records / size)),
    warmup: Math.ceil(warmup / size),
    ...{ first, connections },
    rate: rate && rowsPerSecond(rate, signed),
  };
}

/**
 * Records that nobody sent before, so that each is a new row. Not warmed up: that goes as fast as it can, and memory that was
 * taken once is kept.
 */
async function halfLoad(store: BenchStore, plan: PhasePlan, rate: number): Promise<number> {
  const { size } = plan.shape;
  const requests = Math.min(plan.requests, Math.ceil((rate * HALF_LOAD_SECONDS) / size));
  const first = plan.first + (plan.warmup + plan.requests) * size;
  const half = { ...plan, warmup: 0, first, requests, rate };
  const { phase } = await drive(store, half, () => Promise.resolve());
  return phase.peakMiB;
}

function verify(fill: number): (agent: RunningAgent) => Promise<Verdict> {
  const mode = fill > DEEP_UP_TO ? 'full' : 'deep';
  return async (agent) => {
    const text = await agent.cli('verify', '--json', '--no-state', '--mode', mode);
    const report = JSON.parse(text) as { verdict: string; chains: { rows: number }[] };
    return { verdict: report.verdict, mode, rows: report.chains[0]?.rows ?? 0 };
  };
}
