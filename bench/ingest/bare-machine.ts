// What the machine allows at a rate: the same load against a server that only reads, syncs and answers.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { SOURCE_FLAGS } from '@governance-agent/testkit';
import { percentile } from '../measure.ts';
import { runDirectory } from '../store/directories.ts';
import type { PhasePlan } from './drive.ts';
import { generateLoad } from './generate-load.ts';

export interface BareMachine {
  readonly p50: number;
  readonly p99: number;
}

const program = path.join(import.meta.dirname, 'bare-server.ts');
const SECONDS = 10;
const WARMUP_REQUESTS = 1000;

/** @param rate rows a second */
export async function measureBareMachine(
  plan: Pick<PhasePlan, 'shape' | 'first' | 'connections'>,
  rate: number,
  seconds = SECONDS,
): Promise<BareMachine> {
  const directory = await runDirectory();
  const server = fork(program, [path.join(directory, 'bodies')], { execArgv: [...SOURCE_FLAGS] });
  try {
    const [port] = (await once(server, 'message')) as [number];
    const target = { host: '127.0.0.1', port, authorization: 'Basic bm9ib2R5OmtleQ==' };
    const requests = Math.max(1, Math.ceil((rate * seconds) / plan.shape.size));
    const load = { ...plan, target, rate, requests, warmup: WARMUP_REQUESTS };
    const { latencies } = await generateLoad(load, { begins: () => Promise.resolve() });
    return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  } finally {
    server.kill();
    await rm(directory, { recursive: true, force: true });
  }
}
