// What is asked of a chain, and all that was read of it on the way to its report.
import type { ChainContext } from '../chain/chain-context.ts';
import type { KeyTrust } from '../chain/key-trust.ts';
import type { MergedSegments } from '../chain/merge-segments.ts';
import type { RememberedHead } from '../chain/outside-heads.ts';
import type { ChainReport, VerifyMode, Warning } from '../chain/verdict.ts';
import type { OpenChain, ReadDeps } from './open-chain.ts';
import type { Outside } from './outside-of-chain.ts';
import type { WalkPlan } from './plan-walk.ts';
import type { TaskRunner } from './task.ts';

export interface ChainDeps extends ReadDeps {
  /** a power of two */
  readonly segmentRows: number;
  /** Where a walk over this many rows runs. */
  readonly runnerFor: (rows: number) => TaskRunner;
}

export interface ChainQuestion {
  readonly tenant: string;
  readonly mode: VerifyMode;
  readonly outside: Outside;
  /** what mode `incremental` goes on from */
  readonly base: RememberedHead | undefined;
}

export interface ChainAnswer {
  readonly report: ChainReport;
  readonly warnings: readonly Warning[];
  /** rows were detached while the chain was walked */
  readonly detachedSince?: boolean;
}

export interface WalkedChain {
  readonly question: ChainQuestion;
  readonly chain: OpenChain;
  readonly context: ChainContext;
  readonly plan: WalkPlan;
  readonly merged: MergedSegments;
  readonly trust: readonly KeyTrust[];
}
