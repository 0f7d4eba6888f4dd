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
/** Clients send about 20 attributes. When every record of a full request had as many as one may have, a request would be gigabytes of objects. */
const USUAL_ATTRIBUTES = 32;
/** A resource, a scope or a metric is several objects even when it is empty. */
const NODES_OF_ENVELOPE = 8;
const REPORTED_VIOLATIONS = 8;

export function createBudget(limits: DecodeLimits): DecodeBudget {
  return {
    limits,
    maxNodes: Math.max(LEAST_NODES, limits.maxRecords * nodesOfRecord(limits)),
    nodes: 0,
    records: 0,
    surplusAttributes: 0,
    rejectedRecords: 0,
    violations: [],
  };
}

function nodesOfRecord({ maxAttributes }: DecodeLimits): number {
  return Math.min(maxAttributes, USUAL_ATTRIBUTES) + NODES_BESIDE_ATTRIBUTES;
}

/** Counts one value. Throws `too_complex`. */
export function countNode(budget: DecodeBudget, nodes = 1): void {
  budget.nodes += nodes;
  if (budget.nodes > budget.maxNodes) throw tooComplex(budget);
}

/** Counts one resource with its scopes, one scope with its records, or one metric. Throws `too_complex`. */
export function countEnvelope(budget: DecodeBudget): void {
  countNode(budget, NODES_OF_ENVELOPE);
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
