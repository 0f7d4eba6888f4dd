// Has the segments of a chain verified, several at once where there are threads, and joins them in order.
import type { Knex } from 'knex';
import type { RowRange } from '../administration/row-ranges.ts';
import type { ChainContext } from '../chain/chain-context.ts';
import { keptFrontier } from '../chain/compare-roots.ts';
import { rangesWithin } from '../chain/erased-rows.ts';
import { EMPTY_FRONTIER } from '../chain/merkle.ts';
import { createSegmentMerger, type MergedSegments } from '../chain/merge-segments.ts';
import { splitFrontier } from '../chain/segment-tree.ts';
import type { SegmentTask } from '../chain/segment.ts';
import type { ChainHead } from '../seal.ts';
import { readNextSeq } from '../store/chain-reader.ts';
import { inOrder } from './in-order.ts';
import type { RollupWalk } from './compare-rollups.ts';
import type { WalkPlan } from './plan-walk.ts';
import type { TaskRunner } from './task.ts';

export interface WalkInput {
  readonly knex: Knex;
  readonly runner: TaskRunner;
  /** a power of two */
  readonly segmentRows: number;
  readonly context: ChainContext;
  readonly head: ChainHead | null;
  readonly plan: WalkPlan;
  /** sizes whose row hash and root are wanted */
  readonly marks: readonly number[];
  readonly erased: readonly RowRange[];
  readonly detached: readonly RowRange[];
  /** null where rollups are not compared */
  readonly rollups: RollupWalk | null;
}

export async function walkChain(input: WalkInput): Promise<MergedSegments> {
  const { runner, context, head, plan, erased, detached, segmentRows } = input;
  const before = plan.tree === null ? null : splitFrontier(plan.tree, segmentRows).before;
  const merger = createSegmentMerger({
    ...{ context, head, from: plan.from, edge: plan.edge, before, erased, detached },
  });
  const results = inOrder(segmentTasks(input), (task) => runner.segment(task), runner.width);
  for await (const result of results) {
    merger.add(result);
    if (result.rollups !== null) input.rollups?.expected.add(result.rollups);
  }
  return merger.end();
}

/** Segments that hold rows: the numbers an attacker leaves in between cost nothing. */
async function* segmentTasks(input: WalkInput): AsyncGenerator<SegmentTask> {
  const { knex, context, plan, segmentRows } = input;
  const marks = [...new Set([...input.marks, keptFrontier(input.head).size])].sort((a, b) => a - b);
  for (let from = plan.from; ;) {
    const next = await readNextSeq(knex, context.tenant, from, context.newest);
    if (next === null) return;
    const start = next - ((next - 1) % segmentRows);
    const through = Math.min(start + segmentRows - 1, context.newest);
    const first = Math.max(from, start);
    yield {
      context,
      from: first,
      through,
      tree: treeOf(plan, first, segmentRows),
      marks: marks.filter((size) => size >= first && size <= through),
      erased: rangesWithin(input.erased, first, through),
      detached: rangesWithin(input.detached, first, through),
      tally: input.rollups?.basis ?? null,
    };
    from = through + 1;
  }
}

function treeOf({ tree, from }: WalkPlan, first: number, segmentRows: number): SegmentTask['tree'] {
  if (tree === null) return null;
  return first === from ? splitFrontier(tree, segmentRows).begun : EMPTY_FRONTIER;
}
