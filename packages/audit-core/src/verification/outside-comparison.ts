// Compares a chain that was walked with what the verifier holds from outside, reading what the walk did not reach.
import type { Knex } from 'knex';
import { breakAt, type Break } from '../chain/breaks.ts';
import type { ComparedMark } from '../chain/compare-roots.ts';
import { frontierRoot } from '../chain/merkle.ts';
import { compareOutside, type OutsideFindings, type OutsideHead } from '../chain/outside-heads.ts';
import type { VerifyMode, Warning } from '../chain/verdict.ts';
import { AuditError } from '../errors.ts';
import { readFrontier } from '../store/checkpoint-reader.ts';
import { readRowHash } from '../store/walk-reader.ts';
import type { ReadDeps } from './open-chain.ts';
import { usableHeads } from './outside-of-chain.ts';
import type { WalkedChain } from './walked-chain.ts';

export interface OutsideComparison extends OutsideFindings {
  readonly warnings: readonly Warning[];
}

export async function compareWithOutside(deps: ReadDeps, walked: WalkedChain): Promise<OutsideComparison> {
  const { question, chain } = walked;
  const { tenant } = question;
  const origin = chain.head?.origin ?? null;
  const named = { tenant, origin };
  const { heads, foreign, warnings } = usableHeads(
    question.outside,
    named,
    trustedKeys(deps, walked),
    deps.verifierOf,
  );
  const marks = await readMarks(deps.knex, walked, heads);
  const { rollbacks } = chain.administration;
  const rows = chain.newest;
  const found = compareOutside(heads, { rows, at: (size) => marks.get(size), rollbacks });
  const replaced = foreign.map((): Break =>
    breakAt(1, 'origin', 'the chain is not the one that is remembered'),
  );
  return { ...found, breaks: [...found.breaks, ...replaced], warnings };
}

function trustedKeys({ pinned }: ReadDeps, { chain, trust }: WalkedChain): string[] {
  const led = chain.administration.schedule.periods.filter((_, index) => trust[index] !== 'none');
  return [...pinned.values(), ...led.map(({ publicKey }) => publicKey).filter((key) => key !== null)];
}

/** What the walk knows of each head's size, and for the rest what the store says. */
async function readMarks(
  knex: Knex,
  { question, chain, merged }: WalkedChain,
  heads: readonly OutsideHead[],
): Promise<ReadonlyMap<number, ComparedMark>> {
  const marks = new Map(merged.marks);
  const rest = heads.filter(({ size }) => size >= 1 && size <= chain.newest && !marks.has(size));
  const deepest = Math.max(0, ...rest.filter(({ root }) => root !== null).map(({ size }) => size));
  for (const { size } of rest) {
    const rowHash = await readRowHash(knex, chain.tenant, size);
    // A root costs every row hash before it, so of the sizes before the walk only the largest is compared.
    const root = size === deepest ? await readRootOf(knex, chain.tenant, size, question.mode) : null;
    if (rowHash !== null) marks.set(size, { rowHash, root });
  }
  return marks;
}

async function readRootOf(
  knex: Knex,
  tenant: string,
  size: number,
  mode: VerifyMode,
): Promise<string | null> {
  if (mode === 'quick') return null;
  try {
    const frontier = await readFrontier(knex, tenant, { start: 0, end: size });
    return Buffer.from(frontierRoot(frontier)).toString('base64');
  } catch (error) {
    if (error instanceof AuditError && error.code === 'store_corrupt') return null;
    throw error;
  }
}
