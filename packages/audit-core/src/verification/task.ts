// The parts of a verification that read much of a chain: each can run on any thread that has a connection.
import type { Knex } from 'knex';
import type { Break } from '../chain/breaks.ts';
import type { VerifierOf } from '../chain/chain-context.ts';
import { createSegmentWalk, type SegmentResult, type SegmentTask } from '../chain/segment.ts';
import { createTally, type RollupTally, type TallyBasis } from '../rollups/tally.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import { readStrays } from '../store/chain-reader.ts';
import type { ChainPage } from '../store/chain-rows.ts';
import { readCheckpoints } from '../store/checkpoint-reader.ts';
import { createChainPage, readChain } from '../store/read-chain.ts';
import { readStoredRollups, type StoredRollups } from '../store/rollup-facts-reader.ts';
import { readWalk } from '../store/walked-rows.ts';
import { readCounters } from '../store/walk-reader.ts';

/** Plain data. */
export type Task =
  | { readonly kind: 'segment'; readonly segment: SegmentTask }
  | { readonly kind: 'strays'; readonly tenant: string }
  | { readonly kind: 'rollups'; readonly tenant: string; readonly secret: string }
  | { readonly kind: 'tally'; readonly tally: TallyTask };

/** Plain data. */
export interface TaskResults {
  readonly segment: SegmentResult;
  readonly strays: readonly Break[];
  readonly rollups: StoredRollups;
  readonly tally: RollupTally;
}

/** Rows that came after those that are verified, and that the rollups hold. */
export interface TallyTask {
  readonly tenant: string;
  readonly from: number;
  readonly through: number;
  readonly basis: TallyBasis;
}

export type OnRows = (count: number) => void;

/** Runs tasks somewhere. Rejects with whatever reading the store threw, or AuditError `worker_failed`. */
export interface TaskRunner {
  /** tasks that may run at once */
  readonly width: number;
  /** whether they run on other threads, with connections of their own */
  readonly isAside: boolean;
  segment(segment: SegmentTask): Promise<SegmentResult>;
  strays(tenant: string): Promise<readonly Break[]>;
  rollups(tenant: string, secret: string): Promise<StoredRollups>;
  tally(task: TallyTask): Promise<RollupTally>;
}

export function createLocalRunner(knex: Knex, verifierOf: VerifierOf, onRows: OnRows): TaskRunner {
  const page = createChainPage(knex);
  return {
    width: 1,
    isAside: false,
    segment: (segment) => runSegment({ knex, page, verifierOf, onRows }, segment),
    strays: (tenant) => readStrays(knex, tenant),
    rollups: (tenant, secret) => readStoredRollups(knex, tenant, secret),
    tally: (task) => runTally(page, task),
  };
}

async function runTally(page: ChainPage, { tenant, from, through, basis }: TallyTask): Promise<RollupTally> {
  const tally = createTally(basis);
  for await (const rows of readChain(page, tenant, from, through)) tally.add(rows);
  return tally.end();
}

/** Rows: each time is a message where it is another thread that is told. */
const TOLD_EVERY = 1000;

interface SegmentDeps {
  readonly knex: Knex;
  readonly page: ChainPage;
  readonly verifierOf: VerifierOf;
  readonly onRows: OnRows;
}

async function runSegment(
  { knex, page, verifierOf, onRows }: SegmentDeps,
  task: SegmentTask,
): Promise<SegmentResult> {
  const { context, from, through } = task;
  const { tenant } = context;
  const checkpoints: StoredCheckpoint[] = [];
  for await (const checkpoint of readCheckpoints(knex, tenant, from - 1, through))
    checkpoints.push(checkpoint);
  const walk = createSegmentWalk(task, checkpoints, verifierOf);
  let waiting = 0;
  for await (const { rows, twice } of readWalk(knex, tenant, from, through, page)) {
    walk.page(rows, await readCounters(knex, tenant, from, walk.claims(rows)), twice);
    waiting += rows.length;
    if (waiting < TOLD_EVERY) continue;
    onRows(waiting);
    waiting = 0;
  }
  if (waiting > 0) onRows(waiting);
  return walk.end();
}
