// One phase: an agent of its own on a given store, one load, and what both cost.
import { openDatabase, readChainPosition } from '@governance-agent/audit-core';
import { machineTicks, stolenShare, type MachineTicks } from '../cpu.ts';
import type { BenchStore } from '../store/bench-store.ts';
import { TENANT } from '../query/telemetry.ts';
import { startAgent, type RunningAgent, type Usage } from './agent-process.ts';
import { compareRows, type Comparison } from './compare-rows.ts';
import { generateLoad } from './generate-load.ts';
import type { GeneratorReport, LoadPlan } from './generator.ts';

export interface Phase extends GeneratorReport, Comparison {
  /** rows of the requests that were answered with 200 */
  readonly acknowledged: number;
  /** rows that came in meanwhile */
  readonly added: number;
  /** seconds of the agent's process during the load */
  readonly agentCpu: number;
  /** seconds of the database server's processes; 0 where there is none of its own */
  readonly serverCpu: number;
  /** share of the machine's processor time that the hypervisor gave to others during the load (Linux) */
  readonly stolen: number;
  /** resident memory at most, from the start of the agent to the end of the load */
  readonly peakMiB: number;
}

export type PhasePlan = Omit<LoadPlan, 'target'>;

/** @param after something to ask the agent's command line before it ends */
export async function drive<T>(
  store: BenchStore,
  plan: PhasePlan,
  after: (agent: RunningAgent) => Promise<T>,
): Promise<{ readonly phase: Phase; readonly answer: T }> {
  const agent = await startAgent({ DATA_DIR: store.dataDir, DATABASE_URL: store.databaseUrl });
  try {
    return { phase: await load(agent, store, plan), answer: await after(agent) };
  } finally {
    await agent.stop();
  }
}

async function load(agent: RunningAgent, store: BenchStore, plan: PhasePlan): Promise<Phase> {
  const { hostname: host, port } = new URL(agent.url);
  const target = { host, port: Number(port), authorization: agent.authorization };
  let before: Usage | undefined;
  let ticks: MachineTicks | undefined;
  let sizeBefore = 0;
  let serverBefore = 0;
  const begins = async (): Promise<void> => {
    sizeBefore = await chainSize(store);
    serverBefore = await store.serverCpu();
    ticks = await machineTicks();
    before = await agent.usage();
  };
  const report = await generateLoad({ ...plan, target }, { begins });
  const usage = await agent.usage();
  const ticksAfter = await machineTicks();
  const serverCpu = (await store.serverCpu()) - serverBefore;
  const found = await recordsAfter(store, sizeBefore);
  return {
    ...report,
    serverCpu,
    stolen: stolenShare(ticks ?? ticksAfter, ticksAfter),
    acknowledged: report.taken.length * plan.shape.size,
    added: found.length,
    ...compareRows({ size: plan.shape.size, first: firstMeasured(plan), taken: report.taken }, found),
    agentCpu: usage.cpuSeconds - (before?.cpuSeconds ?? 0),
    peakMiB: usage.peakMiB,
  };
}

export async function chainSize({ databaseUrl }: BenchStore): Promise<number> {
  const database = openDatabase(databaseUrl);
  try {
    return (await readChainPosition(database, TENANT)).size;
  } finally {
    await database.close();
  }
}

const firstMeasured = ({ first, warmup, shape }: PhasePlan): number => first + warmup * shape.size;

/** The numbers of records, which they carry as their sequence, of rows behind a chain's size. */
async function recordsAfter({ databaseUrl }: BenchStore, size: number): Promise<number[]> {
  const database = openDatabase(databaseUrl);
  try {
    return await database
      .knex<{ tenant: string; seq: number; client_sequence: number }>('audit_logs')
      .where({ tenant: TENANT })
      .where('seq', '>', size)
      .pluck('client_sequence');
  } finally {
    await database.close();
  }
}
