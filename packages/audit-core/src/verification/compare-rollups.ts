// Holds the rollups against the rows that were walked: they are derived, so what differs is made anew, and says nothing
// against the rows.
import { randomBytes } from 'node:crypto';
import type { Break, VerifyMode, Warning } from '../chain/verdict.ts';
import type { Knex } from 'knex';
import { addDetachedUsage } from './detached-usage.ts';
import { createExpectedRollups, type ExpectedRollups } from '../rollups/expected-rollups.ts';
import { differences } from '../rollups/facts.ts';
import type { StoredRollups } from '../store/rollup-facts-reader.ts';
import type { TallyBasis } from '../rollups/tally.ts';
import type { OpenChain } from './open-chain.ts';
import { readRolledAttributes } from '../store/rolled-attributes.ts';
import { ahead, type Begun } from './ahead.ts';
import type { WalkPlan } from './plan-walk.ts';
import type { TaskRunner } from './task.ts';
import type { ChainAnswer, WalkedChain } from './walked-chain.ts';

export interface RollupWalk {
  readonly basis: TallyBasis;
  readonly stored: Begun<StoredRollups>;
  readonly expected: ExpectedRollups;
  /** partitions whose usage is not what was signed when they were detached */
  readonly unsigned: readonly string[];
}

/** Null where not every row is walked: nothing to hold them against. */
export async function openRollups(
  knex: Knex,
  runner: TaskRunner,
  { tenant, administration: { detachments } }: OpenChain,
  mode: VerifyMode,
  { from }: WalkPlan,
): Promise<RollupWalk | null> {
  if (mode === 'quick' || from > 1) return null;
  const secret = randomBytes(16).toString('hex');
  const basis = { secret, attributes: await readRolledAttributes(knex) };
  const stored = await ahead(runner, () => runner.rollups(tenant, secret));
  const expected = createExpectedRollups(secret);
  const unsigned = await addDetachedUsage({ knex, tenant, detachments, basis, expected });
  return { basis, stored, expected, unsigned };
}

/** The answer with what the comparison found. */
export async function withRollups(
  runner: TaskRunner,
  walk: RollupWalk | null,
  walked: WalkedChain,
  answer: ChainAnswer,
): Promise<ChainAnswer> {
  // Of rows that are not what was signed, no sum says anything.
  if (walk === null || answer.report.breaks.length > 0) return answer;
  const { tenant } = answer.report;
  if (answer.detachedSince) return { ...answer, warnings: [...answer.warnings, moved(tenant)] };
  const stored = await walk.stored();
  if (!stored.isRolled) return { ...answer, warnings: [...answer.warnings, behind(tenant)] };
  if (stored.attributes.join() !== walk.basis.attributes.join())
    return { ...answer, warnings: [...answer.warnings, regrouped(tenant)] };
  const names =
    walk.unsigned.length > 0
      ? walk.unsigned.map((source) => `usage of the rows detached with ${source}`)
      : await differing(runner, walk, stored, walked);
  if (names.length === 0) return answer;
  return {
    ...answer,
    report: {
      ...answer.report,
      breaks: [rollupBreak(walked, names, walk.unsigned.length > 0 ? RESTORE : REBUILD)],
    },
  };
}

async function differing(
  runner: TaskRunner,
  { basis, expected }: RollupWalk,
  stored: StoredRollups,
  { chain: { tenant, newest } }: WalkedChain,
): Promise<readonly string[]> {
  const { size } = stored;
  // Rows that came between looking at the chain and looking at its rollups.
  if (size > newest) expected.add(await runner.tally({ tenant, from: newest + 1, through: size, basis }));
  return [...new Set([...differences(expected.end(), stored.facts), ...stored.inconsistent])].sort();
}

function rollupBreak({ chain: { newest } }: WalkedChain, names: readonly string[], mend: string): Break {
  const detail = `not what the rows say: ${names.join(', ')}. The rows are intact; ${mend}`;
  return { seq: Math.min(1, newest), through: newest, kind: 'rollup', detail };
}

const REBUILD = 'rebuild makes the rollups anew';
const RESTORE = 'restore the table detached_usage from a backup';

function moved(tenant: string): Warning {
  return { tenant, detail: 'rows were detached while they were verified, so rollups were not compared' };
}

function regrouped(tenant: string): Warning {
  const detail =
    'usage was rolled up by other attributes while rows were verified, so rollups were not compared';
  return { tenant, detail };
}

function behind(tenant: string): Warning {
  return { tenant, detail: 'the rollups do not hold every row, so reads count rows: run rebuild' };
}
