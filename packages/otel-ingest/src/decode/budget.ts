// The caps that hold while a body is being decoded (H10): a small body can otherwise become gigabytes of objects.
import { IngestError, type FieldViolation } from '../errors.ts';
import type { IngestSettings } from '../settings.ts';

export type DecodeLimits = Pick<IngestSettings, 'maxRecords' | 'maxAttributes' | 'maxDepth'>;

/** Counts of one request. Mutable on purpose: it lives for one decode and is touched for every value. */
export interface DecodeBudget {
  readonly limits: DecodeLimits;
  readonly maxNodes: number;
  nodes: number;
  records: number;
  /** Attributes over the limit, which were counted and left out. */
  surplusAttributes: number;
  /** Records that cannot be read although the request around them can. */
  rejectedRecords: number;
  readonly violations: FieldViolation[];
}

const LEAST_NODES = 10_000;
const NODES_BESIDE_ATTRIBUTES = 8;
const REPORTED_VIOLATIONS = 8;

export function createBudget(limits: DecodeLimits): DecodeBudget {
  return {
    limits,
    maxNodes: Math.max(LEAST_NODES, limits.maxRecords * (limits.maxAttributes + NODES_BESIDE_ATTRIBUTES)),
    nodes: 0,
    records: 0,
    surplusAttributes: 0,
    rejectedRecords: 0,
    violations: [],
  };
}

/** Counts one value, resource, scope or envelope. Throws `too_complex`. */
export function countNode(budget: DecodeBudget): void {
  budget.nodes += 1;
  if (budget.nodes > budget.maxNodes) throw tooComplex(budget);
}

export function tooComplex({ maxNodes }: DecodeBudget): IngestError {
  return new IngestError('too_complex', `more than ${maxNodes} values in one request: send smaller batches`);
}

/** Counts one record. Throws `too_many_records`. */
export function countRecord(budget: DecodeBudget): void {
  countNode(budget);
  budget.records += 1;
  const { maxRecords } = budget.limits;
  if (budget.records > maxRecords) {
    const message = `more than ${maxRecords} records in one request: send smaller batches`;
    throw new IngestError('too_many_records', message);
  }
}

/** Guards the recursion into arrays and key-value lists. Throws `malformed`, which costs that record only. */
export function checkDepth(budget: DecodeBudget, depth: number): void {
  if (depth > budget.limits.maxDepth) {
    throw new IngestError('malformed', `a value is nested deeper than ${budget.limits.maxDepth} levels`);
  }
}

/**
 * Gives up on one record and goes on with the rest (H6). Anything that is no trouble of this record alone is thrown on.
 */
export function rejectRecord(budget: DecodeBudget, path: string, error: unknown): void {
  if (error instanceof IngestError && error.code !== 'malformed') throw error;
  budget.rejectedRecords += 1;
  if (budget.violations.length >= REPORTED_VIOLATIONS) return;
  const description = error instanceof IngestError ? error.message : 'the record is not well-formed';
  budget.violations.push({ field: path, description });
}
