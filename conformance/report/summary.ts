// How many cases became what, by group and in all.
import type { CaseResult, Outcome } from '../run-cases.ts';

export type Counts = Readonly<Record<Outcome, number>> & { readonly cases: number };

export interface GroupCounts extends Counts {
  readonly group: string;
}

export interface Summary extends Counts {
  readonly groups: readonly GroupCounts[];
}

export function summarize(results: readonly CaseResult[]): Summary {
  const names = [...new Set(results.map(({ group }) => group))];
  const groups = names.map((group) => ({
    group,
    ...count(results.filter((result) => result.group === group)),
  }));
  return { ...count(results), groups };
}

function count(results: readonly CaseResult[]): Counts {
  const of = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length;
  return {
    cases: results.length,
    passed: of('passed'),
    failed: of('failed'),
    differs: of('differs'),
    skipped: of('skipped'),
  };
}
