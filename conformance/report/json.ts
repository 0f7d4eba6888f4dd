// The report for programs: one object.
import type { CaseResult } from '../run-cases.ts';
import type { RunDescription } from './markdown.ts';
import { summarize, type Summary } from './summary.ts';

export interface JsonReport extends RunDescription {
  readonly summary: Summary;
  readonly results: readonly CaseResult[];
}

export function jsonReport(description: RunDescription, results: readonly CaseResult[]): JsonReport {
  return { ...description, summary: summarize(results), results };
}
