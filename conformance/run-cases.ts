// Sends what the cases send, one case after the other, and says what became of each.
import { WireError } from './errors.ts';
import { broken, type CaseGroup, type ConformanceCase, type Facts, type Finding } from './model.ts';
import type { Target } from './target.ts';
import type { Exchange } from './wire/exchange.ts';
import { createPeer } from './wire/peer.ts';

/** `failed`: a MUST is broken. `differs`: a SHOULD or MAY is. */
export type Outcome = 'passed' | 'failed' | 'differs' | 'skipped';

export interface CaseResult {
  readonly group: string;
  readonly id: string;
  readonly level: ConformanceCase['level'];
  readonly title: string;
  readonly source: string;
  readonly outcome: Outcome;
  /** Undefined where the case passed. */
  readonly reason: string | undefined;
}

export interface RunDeps {
  readonly target: Target;
  readonly clock: { now(): number };
  /** Between two tries of a request that was answered 429 or 503. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Told after each case. */
  readonly progress?: (done: number) => void;
}

export type RunFacts = Pick<Facts, 'oversizeBytes' | 'maxBodyBytes' | 'forbidden'>;

/** Never rejects for what the endpoint does. */
export async function runCases(
  deps: RunDeps,
  facts: RunFacts,
  groups: readonly CaseGroup[],
): Promise<CaseResult[]> {
  const transcript: Exchange[] = [];
  const results: CaseResult[] = [];
  for (const { name, cases } of groups) {
    for (const each of cases) {
      const own = factsOf(deps, facts, each);
      const finding = await judged(each, createPeer({ ...deps, transcript }, own));
      results.push(resultOf(name, each, finding));
      deps.progress?.(results.length);
    }
  }
  return results;
}

function factsOf({ target, clock }: RunDeps, facts: RunFacts, { id }: ConformanceCase): Facts {
  const now = (BigInt(Math.trunc(clock.now())) * 1_000_000n).toString();
  return { ...facts, caseId: id, now, authorization: target.authorization };
}

async function judged({ judge }: ConformanceCase, peer: Parameters<typeof judge>[0]): Promise<Finding> {
  try {
    return await judge(peer);
  } catch (error) {
    if (error instanceof WireError) return broken(error.message);
    throw error;
  }
}

function resultOf(group: string, each: ConformanceCase, finding: Finding): CaseResult {
  const { id, level, title, source } = each;
  const reason = finding.kind === 'kept' ? undefined : finding.reason;
  return { group, id, level, title, source: source.name, outcome: outcomeOf(level, finding), reason };
}

function outcomeOf(level: ConformanceCase['level'], { kind }: Finding): Outcome {
  if (kind === 'kept') return 'passed';
  if (kind === 'skip') return 'skipped';
  return level === 'MUST' ? 'failed' : 'differs';
}
