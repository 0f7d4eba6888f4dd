// Verifies one session by itself: every row of it whole and signed, none missing, and all of them leaves of the tree.
import { rangesOf, withoutRows } from '../administration/row-ranges.ts';
import { mergeBreaks, undetachedBreaks, type Break } from '../chain/breaks.ts';
import { erasedRows } from '../chain/erased-rows.ts';
import { judgeKeys } from '../chain/key-trust.ts';
import { createSessionWalk, type SessionWalked } from '../chain/session-walk.ts';
import { keyReports, untrustedRows } from '../chain/untrusted-keys.ts';
import type { ChainReport } from '../chain/verdict.ts';
import { readSessionPage } from '../store/session-rows.ts';
import { readClientGaps } from '../store/walk-reader.ts';
import { openChain, readActs, type OpenChain, type ReadDeps } from './open-chain.ts';
import { readCompromised, readTails } from './report-parts.ts';
import { sessionTree, type SessionTree } from './session-tree.ts';

export interface SessionQuestion {
  readonly tenant: string;
  readonly sessionId: string;
}

/** `origin` is null, and the verdict `unverifiable`, for a session without rows. */
export async function verifySession(deps: ReadDeps, question: SessionQuestion): Promise<ChainReport> {
  const { tenant } = question;
  const chain = await openChain(deps, tenant);
  const walked = await walkSession(deps, question, chain);
  const tree = await sessionTree(deps, chain, walked.last);
  const gone = await goneSince(deps, chain, walked.gone);
  const through = walked.last?.seq ?? 0;
  const covered = { checkpoint: tree.checkpoint?.size ?? 0, outside: 0 };
  const { schedule } = chain.administration;
  const use = {
    schedule,
    trust: trustOf(deps, chain, walked, tree),
    from: walked.first?.seq ?? 1,
    newest: through,
  };
  const isJudged = deps.pinned.size > 0 && chain.head !== null;
  return {
    ...{ tenant, session: question.sessionId, layer: 'internal' },
    origin: walked.first === null ? null : (chain.head?.origin ?? null),
    from: walked.first?.seq ?? 0,
    rows: walked.rows,
    detached: walked.detached.length,
    head:
      walked.last === null ? null : { size: through, hash: walked.last.row_hash, root: null, frontier: null },
    signatures: walked.signatures,
    checkpoint: tree.checkpoint,
    unanchored: await readTails(deps.knex, tenant, through, covered),
    erased: walked.erased + walked.gone.length - gone.length,
    client_gaps: await readClientGaps(deps.knex, tenant, 1, through, question.sessionId),
    compromised: (await readCompromised(deps.knex, chain)).filter(({ from }) => from <= through),
    keys: keyReports(use),
    breaks: mergeBreaks(
      [
        ...[walked.breaks, gone, await undetachedSince(deps, chain, walked.detached), tree.breaks],
        isJudged ? untrustedRows(use, true) : [],
      ].flat(),
    ),
  };
}

async function walkSession(
  deps: ReadDeps,
  { tenant, sessionId }: SessionQuestion,
  { head, newest, administration }: OpenChain,
): Promise<SessionWalked> {
  const { knex, pinned, verifierOf } = deps;
  const schedule = pinned.size === 0 ? null : administration.schedule;
  const context = { tenant, origin: head?.origin ?? null, schedule, deep: true, newest };
  const walk = createSessionWalk(context, erasedRows(administration.erasures), verifierOf);
  for (let after = -1; ;) {
    const { rows, isLast } = await readSessionPage(knex, { tenant, sessionId, newest, after });
    walk.page(rows);
    if (isLast) return walk.end();
    after = rows.at(-1)?.session_seq ?? Infinity;
  }
}

function trustOf(
  { pinned }: ReadDeps,
  { administration }: OpenChain,
  walked: SessionWalked,
  tree: SessionTree,
) {
  const { schedule } = administration;
  // The tree of a checkpoint covers every key change before it; without one nothing but the rows' own keys counts.
  const through = new Map([...walked.signedThrough, ...tree.signedThrough]);
  const linkedFrom = tree.signedThrough.size > 0 ? 1 : Infinity;
  return judgeKeys(schedule, { pinned: new Set(pinned.keys()), signedThrough: through, linkedFrom });
}

/** Rows that no detachment names, nor one that came while they were read. */
async function undetachedSince(
  deps: ReadDeps,
  { tenant, head }: OpenChain,
  detached: readonly number[],
): Promise<Break[]> {
  if (detached.length === 0) return [];
  const acts = await readActs(deps, tenant, head?.origin ?? null, Number.MAX_SAFE_INTEGER);
  return undetachedBreaks(withoutRows(rangesOf(detached), erasedRows(acts.detachments)));
}

/** Rows whose content is gone and that no erasure names, nor one that came while they were read. */
async function goneSince(
  deps: ReadDeps,
  { tenant, head }: OpenChain,
  gone: readonly Break[],
): Promise<readonly Break[]> {
  if (gone.length === 0) return gone;
  const acts = await readActs(deps, tenant, head?.origin ?? null, Number.MAX_SAFE_INTEGER);
  const erased = erasedRows(acts.erasures);
  return gone.filter(({ seq }) => !erased.some(({ from, through }) => from <= seq && seq <= through));
}
