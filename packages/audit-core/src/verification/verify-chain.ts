// Verifies one tenant's chain and says what was found: reads, walks, compares, reports.
import type { Administration } from '../chain/administration.ts';
import { mergeBreaks, type Break } from '../chain/breaks.ts';
import type { ChainContext } from '../chain/chain-context.ts';
import { FOREIGN_CHECKPOINT } from '../chain/check-checkpoint.ts';
import { erasedRows } from '../chain/erased-rows.ts';
import { formatFrontier } from '../chain/frontier-text.ts';
import { judgeKeys, type KeyTrust } from '../chain/key-trust.ts';
import { frontierRoot } from '../chain/merkle.ts';
import type { MergedSegments } from '../chain/merge-segments.ts';
import { keyReports, untrustedCheckpoints, untrustedRows, type KeyUse } from '../chain/untrusted-keys.ts';
import type { ChainReport, ReportedHead, VerifyMode } from '../chain/verdict.ts';
import { readClientGaps } from '../store/walk-reader.ts';
import { ahead } from './ahead.ts';
import { lateFindings } from './late-findings.ts';
import { openChain, type OpenChain } from './open-chain.ts';
import { compareWithOutside } from './outside-comparison.ts';
import type { Outside } from './outside-of-chain.ts';
import { openRollups, withRollups } from './compare-rollups.ts';
import { planWalk } from './plan-walk.ts';
import { readCompromised, readTails } from './report-parts.ts';
import { newestCheckpoint } from './newest-checkpoint.ts';
import { walkChain } from './walk-chain.ts';
import type { ChainAnswer, ChainDeps, ChainQuestion, WalkedChain } from './walked-chain.ts';

export async function verifyChain(deps: ChainDeps, question: ChainQuestion): Promise<ChainAnswer> {
  const chain = await openChain(deps, question.tenant);
  const plan = await planWalk(deps.knex, question.mode, chain, question.base);
  const context = contextOf(deps, chain, question.mode);
  const runner = deps.runnerFor(chain.newest - plan.from + 1);
  const rollups = await openRollups(deps.knex, runner, chain, question.mode, plan);
  const strays = await ahead(runner, () => runner.strays(chain.tenant));
  const merged = await walkChain({
    ...{ knex: deps.knex, runner, segmentRows: deps.segmentRows, context, head: chain.head, plan },
    marks: marksOf(question.outside),
    erased: erasedRows(chain.administration.erasures),
    detached: erasedRows(chain.administration.detachments),
    rollups,
  });
  const trust = trustOf(deps, chain.administration, merged, question.mode === 'quick' ? plan.from : 1);
  const walked = { question, chain, context, plan, merged, trust };
  return withRollups(runner, rollups, walked, await answer(deps, await strays(), walked));
}

function contextOf({ pinned }: ChainDeps, chain: OpenChain, mode: VerifyMode): ChainContext {
  const { tenant, head, newest, administration } = chain;
  const schedule = pinned.size === 0 ? null : administration.schedule;
  return { tenant, origin: head?.origin ?? null, schedule, deep: mode !== 'full', newest };
}

function marksOf({ remembered, anchors }: Outside): number[] {
  return [...remembered.map(({ size }) => size), ...anchors.map(({ checkpoint }) => checkpoint.size)];
}

function trustOf(
  { pinned }: ChainDeps,
  { schedule, signedThrough }: Administration,
  merged: MergedSegments,
  linkedFrom: number,
): KeyTrust[] {
  const through = new Map(merged.signedThrough);
  for (const [period, seq] of signedThrough) through.set(period, Math.max(seq, through.get(period) ?? 0));
  return judgeKeys(schedule, { pinned: new Set(pinned.keys()), signedThrough: through, linkedFrom });
}

async function answer(deps: ChainDeps, strays: readonly Break[], walked: WalkedChain): Promise<ChainAnswer> {
  const { question, chain, plan, merged } = walked;
  const { tenant } = question;
  const late = await lateFindings(deps, strays, walked);
  const outside = await compareWithOutside(deps, walked);
  const checkpoint = await newestCheckpoint(deps, walked);
  const covered = { checkpoint: checkpoint.found?.size ?? 0, outside: outside.covered };
  const through = merged.last?.seq ?? 0;
  const report: ChainReport = {
    tenant,
    origin: chain.head?.origin ?? null,
    from: merged.rows + merged.detached === 0 ? 0 : plan.from,
    rows: merged.rows,
    head: headOf(merged),
    signatures: merged.signatures + unwalkedSignatures(walked),
    layer: outside.layer,
    checkpoint: checkpoint.found,
    unanchored: await readTails(deps.knex, tenant, through, covered),
    erased: merged.erased + late.erased,
    detached: merged.detached,
    client_gaps: merged.clientGaps ?? (await readClientGaps(deps.knex, tenant, plan.from, through)),
    compromised: await readCompromised(deps.knex, chain),
    keys: keyReports(keyUse(walked)),
    breaks: breaksOf(walked, [...late.breaks, ...outside.breaks, ...checkpoint.breaks]),
  };
  return { report, warnings: outside.warnings, detachedSince: late.detachedSince };
}

function keyUse({ chain, plan, merged, trust }: WalkedChain): KeyUse {
  const newest = merged.last?.seq ?? 0;
  return { schedule: chain.administration.schedule, trust, from: merged.first?.seq ?? plan.from, newest };
}

/** Signatures of administrative rows, where the walk did not check them itself. */
function unwalkedSignatures({ context, chain, plan }: WalkedChain): number {
  const isWalked = (seq: number): boolean => (context.deep ? seq >= plan.from : seq === context.newest);
  return chain.administration.checked.filter((seq) => !isWalked(seq)).length;
}

function headOf({ last, tree }: MergedSegments): ReportedHead | null {
  if (last === null) return null;
  const isWhole = tree?.size === last.seq;
  return {
    size: last.seq,
    hash: last.row_hash,
    root: isWhole ? Buffer.from(frontierRoot(tree)).toString('base64') : null,
    frontier: isWhole ? formatFrontier(tree) : null,
  };
}

function breaksOf(walked: WalkedChain, others: readonly Break[]): readonly Break[] {
  const { context, chain, merged } = walked;
  // One changed origin makes every envelope wrong. Naming it once says more than naming every row.
  if (merged.originChanged) {
    const rest = others.filter(({ kind, detail }) => kind !== 'content' && detail !== FOREIGN_CHECKPOINT);
    return mergeBreaks([ORIGIN_CHANGED, ...rest]);
  }
  const use = keyUse(walked);
  const untrusted =
    context.schedule === null || context.origin === null
      ? []
      : [...untrustedCheckpoints(use, merged.checkpointKeys), ...untrustedRows(use, context.deep)];
  return mergeBreaks([...others, ...merged.breaks, ...chain.administration.breaks, ...untrusted]);
}

const ORIGIN_CHANGED: Break = {
  seq: 1,
  through: 1,
  kind: 'origin',
  detail: 'the chain is not the one this origin names',
};
